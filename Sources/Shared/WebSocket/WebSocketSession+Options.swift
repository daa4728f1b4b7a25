extension WebSocketSession {
    /// Limits and timeouts of one connection.
    package struct Options: Sendable, Hashable {
        /// The longest message accepted, in bytes; a longer one is answered with 1009.
        package var messageLimit: Int
        /// Whether to check that text is UTF-8 as it arrives (RFC 6455 §8.1). Turn it off only if every byte of
        /// messages is checked later anyway.
        package var checksText: Bool
        /// After this much silence the server is pinged, after twice as much given up; zero turns both off.
        package var pingInterval: Duration
        /// How long the handshake may take, from the first byte sent.
        package var openTimeout: Duration
        /// How long to wait for the server's close frame after ours.
        package var closeTimeout: Duration

        package init(
            messageLimit: Int = 64 << 20, checksText: Bool = true, pingInterval: Duration = .seconds(20),
            openTimeout: Duration = .seconds(10), closeTimeout: Duration = .seconds(1)
        ) {
            self.messageLimit = messageLimit
            self.checksText = checksText
            self.pingInterval = pingInterval
            self.openTimeout = openTimeout
            self.closeTimeout = closeTimeout
        }
    }
}
