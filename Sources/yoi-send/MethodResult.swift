import Shared
import Transport

/// What became of one method: for standard output, for standard error, and for the exit status.
struct MethodResult: Hashable, Sendable {
    /// 0 when it was accepted.
    var status: ExitStatus
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

extension TransportError {
    /// Time that was over before anything was sent is told apart: then, sending again is safe.
    fileprivate var sendStatus: ExitStatus {
        if case .timeout = reason, !wasSent { return .timedOut }
        return exitStatus
    }
}
