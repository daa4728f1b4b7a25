extension WebSocketSession {
    /// What to do next.
    package enum Action: Sendable, Hashable {
        /// The server has switched protocols; always the first action.
        case opened
        /// A whole text message is at this range of the buffer.
        case text(Range<Int>)
        /// A whole binary message is at this range of the buffer.
        case binary(Range<Int>)
        /// The server has answered ``WebSocketSession/ping()``.
        case pong
        /// Everything received has been processed: send, poll, receive.
        case wait
        /// The connection has ended. Send what is unsent as far as it goes at once, then close the stream.
        case ended(WebSocketEnding)
    }
}
