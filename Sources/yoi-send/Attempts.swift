import Shared
import Transport

/// How often and how long to try one request; a request of which something may have left is never sent again.
struct Attempts: Sendable {
    private let timeout: Duration?
    private let connectTimeout: Duration
    private let deadline: ContinuousClock.Instant?
    private var left: Int
    private var delay = Duration.milliseconds(500)

    init(_ options: SendOptions, startingAt now: ContinuousClock.Instant) {
        timeout = options.methodLimit
        connectTimeout = options.connection.connectLimit
        deadline = options.methodLimit.map { now + $0 }
        left = options.retries
    }
}

extension Attempts {
    /// The longest pause between two attempts.
    private static let longestDelay = Duration.seconds(30)

    /// The limits of the attempt that begins now.
    func limits(_ transport: TransportOptions, at now: ContinuousClock.Instant) -> TransportOptions {
        var limits = transport
        limits.totalTimeout = .zero
        limits.connectTimeout = connectTimeout
        if let deadline {
            // Zero would be no limit.
            limits.totalTimeout = max(now.duration(to: deadline), .milliseconds(1))
            limits.connectTimeout = min(connectTimeout, limits.totalTimeout)
        }
        return limits
    }

    /// How long to wait before the next attempt.
    ///
    /// - Throws: The error itself when there is to be none.
    mutating func pause(
        after error: TransportError, at now: ContinuousClock.Instant
    ) throws(TransportError) -> Duration {
        let isOver = deadline.map { now >= $0 } ?? false
        if isOver, let timeout, error.isAboutTime {
            throw TransportError(.timeout(timeout), peer: error.peer, wasSent: error.wasSent)
        }
        guard left > 0, !isOver, error.mayHeal else { throw error }
        left -= 1
        defer { delay = min(delay * 2, Self.longestDelay) }
        return deadline.map { min(delay, now.duration(to: $0)) } ?? delay
    }
}

extension TransportError {
    fileprivate var isAboutTime: Bool {
        switch reason {
        case .timeout, .connectTimeout: true
        default: false
        }
    }

    /// Whether another attempt could go better and can do no harm.
    fileprivate var mayHeal: Bool {
        switch reason {
        case .unresolved, .unconnected, .connectTimeout, .proxy, .closedEarly, .other: !wasSent
        case .noLibrary, .badURL, .tls, .timeout, .badAnswer, .bodyTooLarge, .stopped: false
        }
    }
}
