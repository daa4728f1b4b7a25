/// Why a Worker's stream has no connection, and what to do about it.
package struct Disconnection: Error, Hashable, Sendable {
    /// What happened, as the end of a sentence; may quote the server, unsanitized.
    package var reason: String
    /// The status to exit with if no attempt helps.
    package var status: ExitStatus
    /// What the user can do about it.
    package var advice: String?
    /// What to do next.
    package var next: Next
    /// The kind of the `error` event that reports it; nil where it has been reported, or need not be.
    package var report: ErrorKind?
    /// The close code to send if we close the connection.
    package var closeCode: CloseCode

    /// By default, a disconnection that is retried after the backoff.
    package init(
        _ reason: String, status: ExitStatus, advice: String? = nil, next: Next = .retry(after: nil),
        report: ErrorKind? = .connectionLost, closeCode: CloseCode = .normal
    ) {
        self.reason = reason
        self.status = status
        self.advice = advice
        self.next = next
        self.report = report
        self.closeCode = closeCode
    }

    /// What to do after a disconnection.
    package enum Next: Hashable, Sendable {
        /// Connect again after the backoff, but not before the time that the server named, if any.
        case retry(after: Duration?)
        /// Connect again at once. It does not count as an attempt, but happens only once until a connection has proved
        /// healthy.
        case retryNow
        /// Ask the Backend: ``BackendAPI/request`` has the URL.
        case lookUp
        /// Connect again at once, to another address; it does not count as an attempt.
        case moveOn
        /// The Backend speaks another API.
        case useOtherAPI
        /// Another attempt would fail in the same way.
        case giveUp
    }
}

extension Disconnection {
    /// If the server asks for a longer wait than this, give up.
    private static let maxRetryAfter = Duration.seconds(600)

    /// If the server asks for a longer wait than is possible: the same with the advice to try again later; else nil.
    package func afterTooLong(now: Instant, timeLimit: Instant?) -> Disconnection? {
        guard case .retry(let after?) = next, after > Self.maxRetryAfter || timeLimit.map({ now + after > $0 }) ?? false
        else { return nil }
        var result = self
        (result.status, result.advice) = (.tryLater, "try again in \(after)")
        return result
    }
}

extension Disconnection {
    /// A WebSocket ended, or could not be opened.
    package init(_ ending: WebSocketEnding) {
        self.init(ending.description, status: .unavailable)
        switch ending {
        case .refused(let response): self.init(refused: response, "the event stream")
        case .fault(let fault):
            status = .protocolError
            closeCode = fault.closeCode ?? .normal
            if case .messageTooLarge = fault {
                (next, advice, report) = (.giveUp, "raise --max-message", .tooLarge)
            }
        case .closed: report = nil
        case .dropped, .silent, .unanswered: break
        }
    }

    /// The Backend refused a request.
    package init(refused response: HTTPResponse, _ what: String) {
        self.init(
            "the server refused \(what): \(response.complaint)", status: response.failure ?? .protocolError,
            advice: response.advice, next: .retry(after: response.retryAfter))
        switch response.status {
        case 300..<400, 400, 401, 403, 404, 407: next = .giveUp
        default: break
        }
        if status == .notFound { report = .notFound }
        if status == .noPermission { report = .accessDenied }
    }
}
