import Shared
import Transport

/// How often and how long to retry one request; one that may have been carried out is never sent again.
struct RetryPolicy: Sendable {
    private let timeout: Duration?
    private let connectTimeout: Duration
    private let deadline: Instant?
    private var backoff: Backoff

    init(_ options: SendOptions, startingAt now: Instant) {
        timeout = options.methodLimit
        connectTimeout = options.connection.connectLimit
        deadline = options.methodLimit.map { now + $0 }
        backoff = Backoff(maxAttempts: options.retries)
    }
}

extension RetryPolicy {
    /// If the server asks for a longer wait, give up.
    private static let maxRetryAfter = Duration.seconds(600)

    /// The limits for an attempt that begins now.
    func limits(_ transport: TransportOptions, at now: Instant) -> TransportOptions {
        var limits = transport
        (limits.totalTimeout, limits.stallTimeout) = (.zero, .zero)
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
    /// - Parameter jitter: A random number from 0 to 1.
    /// - Throws: The error itself, if there is to be no other attempt.
    mutating func delay(
        after error: TransportError, at now: Instant, jitter: Double
    ) throws(TransportError) -> Duration {
        let isOver = deadline.map { now >= $0 } ?? false
        if isOver, let timeout, error.isAboutTime {
            throw TransportError(.timeout(timeout), peer: error.peer, wasSent: error.wasSent)
        }
        guard !isOver, error.mayHeal, let delay = backoff.next(jitter: jitter) else { throw error }
        return deadline.map { min(delay, now.duration(to: $0)) } ?? delay
    }

    /// The same after a response; nil if it is final, or if the server asks for more time than is left.
    mutating func delay(
        after response: HTTPResponse, at now: Instant, jitter: Double
    ) -> Duration? {
        guard response.asksToRetry else { return nil }
        let left = deadline.map { now.duration(to: $0) } ?? Self.maxRetryAfter
        let asked = response.retryAfter
        guard asked ?? .zero <= min(left, Self.maxRetryAfter) else { return nil }
        guard let delay = backoff.next(jitter: jitter, retryAfter: asked), delay <= left else { return nil }
        return delay
    }
}

extension HTTPResponse {
    /// Whether another attempt may succeed and can do no harm.
    var asksToRetry: Bool { status == 429 || status == 503 && retryAfter != nil }
}

extension TransportError {
    fileprivate var isAboutTime: Bool {
        switch reason {
        case .timeout, .connectTimeout: true
        default: false
        }
    }

    /// Whether another attempt may succeed and can do no harm.
    fileprivate var mayHeal: Bool {
        switch reason {
        case .unresolved, .unconnected, .connectTimeout, .proxy, .noDescriptor, .closedEarly, .other: !wasSent
        case .noLibrary, .badURL, .proxyLogin, .tls, .timeout, .badAnswer, .bodyTooLarge, .stopped: false
        }
    }
}
