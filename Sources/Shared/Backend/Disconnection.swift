/// Why a Worker's stream has no connection, and what to do next.
package struct Disconnection: Error, Hashable, Sendable {
    /// What happened, as the second half of a sentence; may quote the server, uncleaned.
    package var reason: String
    /// The status to exit with if it cannot be helped.
    package var status: ExitStatus
    /// What the user can do about it.
    package var advice: String?
    /// What to do next.
    package var next: Next
    /// What an `error` event says of it, and as which kind; nil where the stream has said so already, or need not.
    package var report: ErrorKind?
    /// What the server is told where we end the connection ourselves.
    package var closeCode: CloseCode

    /// A disconnection; without further ado an attempt like any other.
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
        /// Connect again after the backoff, and not before this time if the server named one.
        case retry(after: Duration?)
        /// Connect again at once. It costs no attempt, but happens only once until a connection has proved healthy.
        case retryNow
        /// Ask the Backend about it: ``BackendAPI/request`` has a question.
        case lookUp
        /// Connect again at once, to another address: it costs nothing.
        case moveOn
        /// The Backend speaks another API.
        case useOtherAPI
        /// Another attempt would bring the same.
        case giveUp
    }
}

extension Disconnection {
    /// A server that asks for more patience than this is not waited for.
    private static let maxRetryAfter = Duration.seconds(600)

    /// What it is where the server asks for more patience than there is: to be tried again by the user; nil elsewhere.
    package func afterTooLong(now: Instant, timeLimit: Instant?) -> Disconnection? {
        guard case .retry(let after?) = next, after > Self.maxRetryAfter || timeLimit.map({ now + after > $0 }) ?? false
        else { return nil }
        var result = self
        (result.status, result.advice) = (.tryLater, "try again in \(after)")
        return result
    }
}

extension Disconnection {
    /// How a WebSocket ended that was open, or never was for other reasons than a refusal.
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

    /// The Backend said no to a request for something.
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
