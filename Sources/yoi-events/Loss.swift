internal import Shared
internal import Transport

/// How a connection was lost, or why there was none.
struct Loss: Error {
    /// What happened, as the second half of a sentence; may quote the server.
    var reason: String
    /// What the program ends with if this cannot be healed.
    var status: ExitStatus
    /// What to do about it, where there is something.
    var advice: String?
    /// Connecting again would bring the same.
    var isFinal = false
    /// The Backend wants us to come back without a cursor.
    var asksForFreshStart = false
    /// Worth an `error` event: not where the server closed properly or has said why already.
    var isEvent = true
    /// What the server is told, where the connection ends by our own will.
    var closeCode = CloseCode.normal
    /// How long the server asked us to wait.
    var retryAfter: Duration?
}

extension Loss {
    init(_ error: TransportError) {
        reason = error.description
        // Whether anything was sent makes no difference here: to ask is no act.
        status = error.exitStatus == .incomplete ? .unavailable : error.exitStatus
        isFinal = error.reason == .badURL
        switch error.reason {
        case .unresolved, .unconnected, .connectTimeout: advice = "check --backend, and whether the Backend runs"
        default: break
        }
    }

    /// A connection that stood and broke.
    init(broken error: TransportError) {
        self.init(error)
        advice = nil
        if case .closedEarly(let text) = error.reason { reason = "the connection to \(error.peer) broke: \(text)" }
    }

    init(_ ending: WebSocketEnding) {
        reason = ending.description
        status = .unavailable
        switch ending {
        case .refused(let response):
            reason = "the server refused the event stream: \(response.complaint)"
            status = response.failure ?? .protocolError
            advice = response.advice
            isFinal = [400, 401, 403, 404, 407].contains(response.status) || (300..<400).contains(response.status)
            retryAfter = response.retryAfter
        case .fault(let fault):
            status = .protocolError
            closeCode = fault.closeCode ?? .normal
            if case .messageTooLarge = fault { (isFinal, advice) = (true, "raise --max-message") }
        case .closed: isEvent = false
        case .dropped, .silent, .unanswered: break
        }
    }

    /// An answer to a plain request that cannot be used.
    init(_ response: HTTPResponse) {
        reason = response.complaint
        status = response.failure ?? .protocolError
        advice = response.advice
    }

    init(unusable error: some Error & CustomStringConvertible) {
        reason = "the answer cannot be used: \(error)"
        status = .protocolError
    }
}
