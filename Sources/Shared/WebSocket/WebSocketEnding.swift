/// How a WebSocket ended.
package enum WebSocketEnding: Sendable, Hashable {
    /// The server answered with something else than 101.
    indirect case refused(HTTPResponse)
    /// The server closed, or answered our close: both sides have said their last word.
    case closed(CloseFrame)
    /// The stream ended without a close frame.
    case dropped(During)
    /// The server broke the protocol; a close frame with the fault's code is among the unsent bytes.
    case fault(WebSocketFault)
    /// Nothing was heard for this long, pings unanswered.
    case silent(Duration)
    /// The handshake, or our close, was not answered in this time.
    case unanswered(Duration)

    /// Where a stream was cut.
    package enum During: String, Sendable, Hashable {
        /// Before the answer to the handshake was complete.
        case handshake = "before the handshake was answered"
        /// With nothing half said.
        case pause = "between two messages"
        /// In the middle of a frame, or between the parts of a message.
        case message = "in the middle of a message"
    }
}

extension WebSocketEnding: CustomStringConvertible {
    /// What happened, as the second half of a sentence; may quote the server, uncleaned.
    package var description: String {
        switch self {
        case .refused(let response):
            "the server refused the WebSocket: \(response.status) \(response.reason)"
        case .closed(let frame):
            switch (frame.code, frame.reason) {
            case (nil, _): "the server closed the connection"
            case (let code?, ""): "the server closed the connection (\(code.rawValue))"
            case (let code?, let reason): "the server closed the connection (\(code.rawValue): \(reason))"
            }
        case .dropped(let during): "the connection ended without a close frame, \(during.rawValue)"
        case .fault(let fault): fault.description
        case .silent(let duration): "nothing was heard for \(duration), pings included"
        case .unanswered(let duration): "no answer for \(duration)"
        }
    }
}
