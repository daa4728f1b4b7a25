extension WebSocketSession {
    /// What there is to do.
    package enum Action: Sendable, Hashable {
        /// The server has switched protocols; happens once, first.
        case opened
        /// A whole text message is at this range of the buffer.
        case text(Range<Int>)
        /// A whole binary message is at this range of the buffer.
        case binary(Range<Int>)
        /// The server has answered ``WebSocketSession/ping()``.
        case pong
        /// Everything received is dealt with: send, poll, receive.
        case wait
        /// It is over. Send what is unsent as far as it goes at once, then close the stream.
        case ended(WebSocketEnding)
    }
}
