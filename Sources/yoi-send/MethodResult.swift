import Shared
import Transport

/// What became of one method: for standard output, for standard error, and for the exit status.
struct MethodResult: Hashable, Sendable {
    /// 0 when it was accepted.
    var status: ExitStatus
    /// What was asked of whom, for standard error.
    var request: String?
    /// An event line that is the answer.
    var reply: [UInt8]?
    /// What to print as `error` events, without ends of sentences.
    var remarks: [String] = []
    /// What the remarks report.
    var kind: ErrorKind
    /// The one sentence for standard error: what was found, what to do.
    var found = ""
    var advice: String?
}

extension MethodResult {
    /// A method that the Backend's API has nothing for.
    init(notOffered sentence: String) {
        self.init(status: .negative, remarks: [sentence], kind: .notOffered, found: sentence)
    }

    /// An answer of the Backend's.
    init(_ response: HTTPResponse, to operation: Operation, of target: Target, isQuiet: Bool) {
        if let status = response.failure {
            self.init(status: status, complaint: response.complaint, operation, target)
            advice = Self.advice(for: response)
            return
        }
        if operation == .completions, let reply = response.completions {
            self.init(status: .success, kind: .backendDiagnostic)
            self.reply = reply
            return
        }
        guard !response.body.isEmpty else {
            self.init(status: .protocolError, complaint: "\(response.status) without a reply", operation, target)
            return
        }
        do {
            let reply = try Reply(json: JSON(response.body), mode: .lenient)
            self.init(reply, to: operation, of: target, isQuiet: isQuiet)
        } catch {
            self.init(
                status: .protocolError, complaint: "the answer cannot be read: \(error)", operation, target)
            advice = "is \(target.backend.shown) a yoi Backend?"
        }
    }

    /// What the Worker's events say.
    ///
    /// - Parameter isShown: Whether they have been printed.
    init(
        _ outcome: Result<MethodEvidence.Outcome, Failure>, of method: Method, to target: Target, isShown: Bool
    ) {
        let request = "\(method.name) for \(target.label)"
        switch outcome {
        case .success(.accepted): self.init(status: .success, kind: .rejected)
        case .success(.refused(let reason, let isBusy)):
            self.init(
                status: .negative, remarks: isShown ? [] : ["The Worker refused \(request): \(reason)"],
                kind: isBusy ? .busy : .rejected, found: "the Worker refused: \(reason)")
            if isBusy { advice = "with --follow --wait it would be sent when the run is over" }
        case .failure(let failure):
            self.init(
                status: failure.status,
                remarks: ["Nothing shows what became of \(request): \(failure.diagnostic.found)"],
                kind: .outcomeUnknown, found: failure.diagnostic.found, advice: failure.diagnostic.advice)
        }
        self.request = request
    }

    /// There is no connection to send a method on.
    init(notSent failure: Failure, _ method: Method, to target: Target) {
        let found = failure.diagnostic.found
        self.init(
            status: failure.status, remarks: ["The method \(method.name) for \(target.label) was not sent: \(found)"],
            kind: .requestFailed, found: found, advice: failure.diagnostic.advice ?? Self.advice(wasSent: false))
        request = "\(method.name) for \(target.label)"
    }

    /// The Worker has something else to do.
    init(busy occupation: WorkerStatus, _ method: Method, to target: Target) {
        let isPaused = occupation == .paused
        let found = isPaused ? "the Worker is paused" : "the Worker is busy with another run"
        self.init(
            status: .negative, remarks: ["\(method.name) for \(target.label) was not sent: \(found)"], kind: .busy,
            found: found, advice: isPaused ? "send --resume or --cancel first" : "give --wait to let it end first")
        request = "\(method.name) for \(target.label)"
    }

    /// No answer.
    init(_ error: TransportError, to operation: Operation, of target: Target) {
        self.init(status: error.sendStatus, complaint: error.description, operation, target)
        advice = Self.advice(wasSent: error.wasSent)
    }
}

extension MethodResult {
    /// What somebody must know before trying again.
    static func advice(wasSent: Bool) -> String {
        wasSent ? "it may have been carried out" : "nothing was sent"
    }

    private init(_ reply: Reply, to operation: Operation, of target: Target, isQuiet: Bool) {
        var shown = reply
        if isQuiet, reply.state == .accepted { shown.diagnostics.removeAll { $0.severity == "info" } }
        self.init(
            status: reply.state == .accepted ? .success : .negative, remarks: shown.remarks(on: operation, to: target),
            kind: reply.state == .accepted ? .backendDiagnostic : .rejected)
        guard status != .success else { return }
        found = "the Backend answered '\(reply.state.rawValue)'"
        if let first = reply.diagnostics.first { found += ": \(first.message)" }
        advice = "yoi-events --list shows the Worker's state"
    }

    private init(status: ExitStatus, complaint: String, _ operation: Operation, _ target: Target) {
        self.init(
            status: status, remarks: ["The request \(operation) for \(target.label) failed: \(complaint)"],
            kind: .requestFailed, found: complaint)
    }

    private static func advice(for response: HTTPResponse) -> String? {
        switch response.status {
        case 300..<400:
            response.headers["Location"].map { "redirects are not followed; it points to \($0)" }
        case 401, 403: "check --token-file or YOI_TOKEN"
        case 404: "yoi-events --list shows what there is"
        case 409, 429, 503: "try again later"
        default: nil
        }
    }
}

extension HTTPResponse {
    /// The answer to `list_completions` as the event that a Worker sends.
    fileprivate var completions: [UInt8]? {
        guard let json = try? JSON(body), let kind = json["kind"], let entries = json["entries"] else { return nil }
        var writer = JSONWriter()
        writer.object {
            $0.member("event", "completions")
            $0.key("data")
            $0.object {
                $0.key("kind")
                $0.raw(kind)
                $0.key("entries")
                $0.raw(entries)
            }
        }
        var line = writer.bytes
        line.joinLines()
        return line
    }
}

extension TransportError {
    /// Time that was over before anything was sent is told apart: then, sending again is safe.
    fileprivate var sendStatus: ExitStatus {
        if case .timeout = reason, !wasSent { return .timedOut }
        return exitStatus
    }
}
