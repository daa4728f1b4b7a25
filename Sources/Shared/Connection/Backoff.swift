/// How long to wait between attempts: twice as long each time, up to 30 seconds.
package struct Backoff: Hashable, Sendable {
    private let firstDelay: Duration
    private let maxAttempts: Int?
    /// The maximum of an additional random delay, so that many that were cut off together do not come back together.
    private let spread: Duration
    /// How many attempts there have been.
    package private(set) var attempts = 0

    /// - Parameters:
    ///   - firstDelay: Before the first attempt; also the minimum.
    ///   - maxAttempts: How many attempts there are; nil for any number.
    ///   - count: How many there are that may wait at the same time.
    package init(firstDelay: Duration = .milliseconds(500), maxAttempts: Int?, among count: Int = 1) {
        self.firstDelay = firstDelay
        self.maxAttempts = maxAttempts
        spread = Self.leastInterval * max(0, count - 1)
    }
}

extension Backoff {
    /// The maximum, unless the first delay is longer or the server asks for more.
    static let maxDelay = Duration.seconds(30)

    /// The average time between two of many that come back after the same outage.
    private static let leastInterval = Duration.milliseconds(2)

    /// Counts an attempt.
    ///
    /// - Parameters:
    ///   - jitter: A random number from 0 to 1, which varies the delay by up to a fifth; 0.5 does not change it.
    ///   - retryAfter: The minimum that the server asked for.
    /// - Returns: How long to wait before the attempt; nil if none is left.
    package mutating func next(jitter: Double, retryAfter: Duration? = nil) -> Duration? {
        if let maxAttempts, attempts >= maxAttempts { return nil }
        // Even a delay of zero grows, or a server that fails at once would be retried as fast as it can fail.
        var delay = attempts == 0 ? firstDelay : max(firstDelay, .milliseconds(1))
        for _ in 0..<min(attempts, 40) where delay < Self.maxDelay { delay *= 2 }
        attempts += 1
        delay = min(delay, max(Self.maxDelay, firstDelay)) * (0.8 + 0.4 * jitter) + spread * jitter
        return max(delay, retryAfter.map { $0 + spread * jitter } ?? .zero)
    }
}
