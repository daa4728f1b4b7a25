/// How a WebSocket ended.
package enum WebSocketEnding: Sendable, Hashable {
    /// The server's response was not 101.
    indirect case refused(HTTPResponse)
    /// The server closed, or answered our close.
    case closed(CloseFrame)
    /// The stream ended without a close frame.
    case dropped(During)
    /// The server violated the protocol; a close frame with the fault's code is among the unsent bytes.
    case fault(WebSocketFault)
    /// Nothing was received for this long, and pings were not answered.
    case silent(Duration)
    /// The handshake, or our close frame, was not answered within this time.
    case unanswered(Duration)

    /// Where a stream was cut.
    package enum During: String, Sendable, Hashable {
        /// Before the answer to the handshake was complete.
        case handshake = "before the handshake was answered"
        /// Between two messages.
        case pause = "between two messages"
        /// In the middle of a frame, or between the parts of a message.
        case message = "in the middle of a message"
    }
}

extension WebSocketEnding: CustomStringConvertible {
    /// What happened, as the end of a sentence; may quote the server, unsanitized.
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
