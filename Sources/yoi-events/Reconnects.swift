/// Decides whether and when to connect again: attempts are counted afresh only after a healthy connection.
struct Reconnects: Hashable, Sendable {
    private let retries: Retries
    private let firstDelay: Duration
    /// Attempts since the last healthy connection.
    private(set) var attempts = 0
    private var hasStartedAfresh = false

    /// No wait is longer than this, jitter aside.
    static let longestDelay = Duration.seconds(30)
    /// A connection that lived so long was healthy, even if the Worker said nothing.
    static let healthyAge = Duration.seconds(10)

    init(_ retries: Retries, firstDelay: Duration) {
        self.retries = retries
        self.firstDelay = firstDelay
    }
}

extension Reconnects {
    /// Whether something is counted that a healthy connection takes back.
    var isCounting: Bool { attempts > 0 || hasStartedAfresh }

    /// A connection has delivered an event other than a snapshot, or lived long enough.
    ///
    /// A server that accepts and drops, even after a snapshot, must not be asked for ever.
    ///
    /// - Parameter age: how long it has lived. One event is not enough to be asked for a fresh start once more at once.
    mutating func connectionIsHealthy(age: Duration) {
        attempts = 0
        if age >= Self.healthyAge { hasStartedAfresh = false }
    }

    /// The Backend does not know our cursor any more and asks us to come back without one.
    ///
    /// - Returns: whether to do so at once, without it being an attempt: not if that has brought nothing already.
    mutating func startAfresh() -> Bool {
        defer { hasStartedAfresh = true }
        return !hasStartedAfresh
    }

    /// - Parameters:
    ///   - jitter: a random number from 0 to 1.
    ///   - wish: how long the server asked us to wait at least (`Retry-After`).
    /// - Returns: how long to wait before the next attempt; `nil` when there is none left.
    mutating func next(jitter: Double, after wish: Duration? = nil) -> Duration? {
        if case .upTo(let limit) = retries, attempts >= limit { return nil }
        // Even no delay at all grows, or a server that fails at once would be asked as fast as it can fail.
        var delay = attempts == 0 ? firstDelay : max(firstDelay, .milliseconds(1))
        for _ in 0..<min(attempts, 40) where delay < Self.longestDelay { delay *= 2 }
        attempts += 1
        delay = min(delay, max(Self.longestDelay, firstDelay)) * (0.8 + 0.4 * jitter)
        return max(delay, min(wish ?? .zero, Self.longestDelay))
    }
}
