import Shared
import Transport

/// What became of a method: for standard output, standard error and the exit status.
struct MethodResult: Hashable, Sendable {
    /// 0 if it was accepted.
    var status: ExitStatus
    /// The method and the Worker, for standard error.
    var subject: String?
    /// The reply, as an event line.
    var reply: [UInt8]?
    /// The `error` events to print.
    var errors: [LocalEvent] = []
    /// Details for standard error, with `--verbose`.
    var details: [String] = []
    /// Whether it was refused because the Worker is busy.
    var isBusy = false
    /// The message for standard error: what was found, what to do.
    var found = ""
    var advice: String?
}

extension MethodResult {
    /// What the user must know before trying again.
    static func advice(wasSent: Bool) -> String {
        wasSent ? "it may have been carried out" : "nothing was sent"
    }

    /// A method that the Backend's API does not offer.
    init(notOffered sentence: String, _ method: Method, to target: Target) {
        self.init(
            status: .negative, errors: [.error(kind: .notOffered, origin: .send, sentence)], found: sentence)
        subject = Self.subject(method, target)
    }

    /// A response of the Backend: a clear yes, a clear no, or neither.
    init(_ response: HTTPResponse, to operation: Operation, of target: Target) {
        guard response.isSuccess else {
            let status = response.isRefusal ? response.failure ?? .protocolError : .incomplete
            self.init(status: status, complaint: response.complaint, operation, target)
            let consequence = response.isRefusal ? nil : Self.advice(wasSent: true)
            let advices = [response.isRefusal || response.isRedirect ? response.advice : nil, consequence]
            advice = advices.contains { $0 != nil } ? advices.compactMap(\.self).joined(separator: "; ") : nil
            return
        }
        if operation == .completions, let reply = response.completions {
            self.init(status: .success, reply: reply)
            return
        }
        do {
            self.init(try OperationReply(response.json()), to: operation, of: target)
        } catch {
            let complaint =
                response.body.isEmpty ? "\(response.status) without a reply" : "the reply is unclear: \(error)"
            self.init(status: .incomplete, complaint: complaint, operation, target)
            advice = Self.advice(wasSent: true)
        }
    }

    /// What the Worker's events show.
    ///
    /// - Parameter isShown: Whether they have been printed.
    init(
        _ outcome: Result<MethodEvidence.Outcome, Failure>, of method: Method, to target: Target, isShown: Bool
    ) {
        let subject = Self.subject(method, target)
        switch outcome {
        case .success(.accepted): self.init(status: .success)
        case .success(.refused(let reason, let isBusy)):
            self.init(
                status: .negative, kind: isBusy ? .busy : .rejected,
                sentence: isShown ? nil : "The Worker refused \(subject): \(reason)",
                found: "the Worker refused: \(reason)")
            self.isBusy = isBusy
        case .failure(let failure):
            let found = failure.diagnostic.found
            self.init(
                status: failure.status, kind: .outcomeUnknown, sentence: "The method \(subject) was sent: \(found)",
                found: found, advice: failure.diagnostic.advice)
        }
        self.subject = subject
    }

    /// There is no connection to send the method on.
    init(notSent failure: Failure, _ method: Method, to target: Target) {
        let subject = Self.subject(method, target)
        let found = failure.diagnostic.found
        self.init(
            status: failure.status, kind: .requestFailed, sentence: "The method \(subject) was not sent: \(found)",
            found: found,
            advice: [Self.advice(wasSent: false), failure.diagnostic.advice].compactMap(\.self).joined(separator: "; "))
        self.subject = subject
    }

    /// The Worker is busy.
    init(busy occupation: WorkerStatus, _ method: Method, to target: Target) {
        let subject = Self.subject(method, target)
        let found = occupation == .paused ? "the Worker is paused" : "the Worker is busy with another run"
        self.init(
            status: .negative, kind: .busy, sentence: "The method \(subject) was not sent: \(found)", found: found,
            advice: Self.advice(whileBusy: occupation))
        self.subject = subject
    }

    /// What to do about a busy Worker.
    static func advice(whileBusy occupation: WorkerStatus?) -> String {
        occupation == .paused ? "send --resume or --cancel first" : "--follow --wait lets the run end first"
    }

    private static func subject(_ method: Method, _ target: Target) -> String {
        "\(method.name) for \(target.label)"
    }

    /// There was no response.
    init(_ error: TransportError, to operation: Operation, of target: Target) {
        self.init(status: error.sendStatus, complaint: error.description, operation, target)
        advice = Self.advice(wasSent: error.wasSent)
    }
}

extension MethodResult {
    private init(_ reply: OperationReply, to operation: Operation, of target: Target) {
        self.init(
            status: reply.state == .accepted ? .success : .negative,
            errors: (reply.refusal(of: operation, for: target).map { [.error(kind: .rejected, origin: .send, $0)] }
                ?? [])
                + reply.objections(to: operation, for: target).map {
                    .error(kind: .backendDiagnostic, origin: .send, $0)
                },
            details: reply.information(on: operation, for: target))
        if reply.unreadable > 0 { details.append("\(reply.unreadable) of the Backend's remarks cannot be read") }
        guard status != .success else { return }
        found = "the Backend answered '\(reply.state.rawValue)'"
        if let first = reply.diagnostics.first { found += ": \(first.message)" }
        advice = "yoi-events --list shows the Worker's state"
    }

    private init(
        status: ExitStatus, kind: ErrorKind, sentence: String?, found: String, advice: String? = nil
    ) {
        self.init(
            status: status, errors: sentence.map { [.error(kind: kind, origin: .send, $0)] } ?? [], found: found,
            advice: advice)
    }

    private init(status: ExitStatus, complaint: String, _ operation: Operation, _ target: Target) {
        let sentence = "The request \(operation) for \(target.label) failed: \(complaint)"
        self.init(
            status: status, errors: [.error(kind: status.errorKind, origin: .send, sentence)], found: complaint)
    }
}

extension ExitStatus {
    /// The kind of the `error` event for a request that ended with this status.
    fileprivate var errorKind: ErrorKind {
        switch self {
        case .incomplete: .outcomeUnknown
        case .notFound: .notFound
        case .noPermission: .accessDenied
        case .tryLater: .busy
        default: .requestFailed
        }
    }
}

extension HTTPResponse {
    /// Whether it is clear that nothing was carried out: 4xx except 408 and 425, which proxies send too; and 503 with
    /// Retry-After.
    fileprivate var isRefusal: Bool {
        switch status {
        case 408, 425: false
        case 400..<500: true
        case 503: asksToRetry
        default: false
        }
    }

    fileprivate var isRedirect: Bool { (300..<400).contains(status) }

    /// The response to `list_completions`, as the event that a Worker sends.
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
    /// For a request that acts it matters whether any of it was sent; if none was, a timeout has its own status, since
    /// sending again is safe.
    fileprivate var sendStatus: ExitStatus {
        if wasSent { return .incomplete }
        if case .timeout = reason { return .timedOut }
        return exitStatus
    }
}
