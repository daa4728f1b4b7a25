internal import Shared

/// Decides whether and when to connect again: attempts are counted from zero only after a healthy connection.
struct Reconnects: Hashable, Sendable {
    private var backoff: Backoff
    private var hasStartedAfresh = false

    /// A connection that lived so long was healthy, even if the Worker said nothing.
    static let healthyAge = Duration.seconds(10)

    init(_ retries: Retries, firstDelay: Duration) {
        switch retries {
        case .upTo(let count): backoff = Backoff(firstDelay: firstDelay, maxAttempts: count)
        case .forever: backoff = Backoff(firstDelay: firstDelay, maxAttempts: nil)
        }
    }
}

extension Reconnects {
    /// Attempts since the last healthy connection.
    var attempts: Int { backoff.attempts }

    /// Whether something is counted that a healthy connection takes back.
    var isCounting: Bool { attempts > 0 || hasStartedAfresh }

    /// A connection has delivered an event other than a snapshot, or lived long enough.
    ///
    /// A server that accepts and drops, even after a snapshot, must not be asked for ever.
    ///
    /// - Parameter age: how long it has lived. One event is not enough to be asked for a fresh start once more at once.
    mutating func connectionIsHealthy(age: Duration) {
        backoff.reset()
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
        backoff.next(jitter: jitter, retryAfter: wish.map { min($0, Backoff.maxDelay) })
    }
}
