/// How long to wait between attempts: twice as long each time, up to 30 seconds.
package struct Backoff: Hashable, Sendable {
    private let firstDelay: Duration
    private let maxAttempts: Int?
    /// Up to so much is waited in addition, at random: many that were cut off together must not come back together.
    private let spread: Duration
    /// How many attempts it has allowed since the beginning or the last reset.
    package private(set) var attempts = 0

    /// - Parameters:
    ///   - firstDelay: Before the first attempt; also the least of all delays.
    ///   - maxAttempts: How many attempts there are; nil for any number.
    ///   - count: How many others there are that may wait at the same time.
    package init(firstDelay: Duration = .milliseconds(500), maxAttempts: Int?, among count: Int = 1) {
        self.firstDelay = firstDelay
        self.maxAttempts = maxAttempts
        spread = Self.leastInterval * max(0, count - 1)
    }
}

extension Backoff {
    /// No delay is longer, unless the first one or the server asks for more.
    static let maxDelay = Duration.seconds(30)

    /// Between two of many that come back after the same outage, on the average.
    private static let leastInterval = Duration.milliseconds(2)

    /// Counts attempts from zero again.
    package mutating func reset() { attempts = 0 }

    /// Counts an attempt.
    ///
    /// - Parameters:
    ///   - jitter: A random number from 0 to 1; it varies the delay by a fifth, 0.5 by nothing.
    ///   - retryAfter: How long the server asked us to wait at least.
    /// - Returns: How long to wait before the attempt; nil when there is none left.
    package mutating func next(jitter: Double, retryAfter: Duration? = nil) -> Duration? {
        if let maxAttempts, attempts >= maxAttempts { return nil }
        // Even a delay of zero grows, or a server that fails at once would be asked as fast as it can fail.
        var delay = attempts == 0 ? firstDelay : max(firstDelay, .milliseconds(1))
        for _ in 0..<min(attempts, 40) where delay < Self.maxDelay { delay *= 2 }
        attempts += 1
        delay = min(delay, max(Self.maxDelay, firstDelay)) * (0.8 + 0.4 * jitter) + spread * jitter
        return max(delay, retryAfter.map { $0 + spread * jitter } ?? .zero)
    }
}
