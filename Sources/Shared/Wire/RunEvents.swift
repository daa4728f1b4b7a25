/// A request to the model failed and will be retried.
package struct ModelRetry: Hashable, Sendable {
    /// Counted from 1.
    package var failedAttempt: UInt64?
    package var maxAttempts: UInt64?
    package var waitMilliseconds: UInt64?
    /// The HTTP status, if there was a response.
    package var status: UInt64?
    package var error: String

    init(_ data: Fields) {
        failedAttempt = data["failed_attempt"]
        maxAttempts = data["max_attempts"]
        waitMilliseconds = data["wait_ms"]
        status = data["status"]
        error = data["error"] ?? ""
    }
}

/// The model's answer was cut off; a new request continues it.
package struct ModelContinuation: Hashable, Sendable {
    /// Counted from 1.
    package var attempt: UInt64?
    package var maxAttempts: UInt64?
    package var reason: String

    init(_ data: Fields) {
        attempt = data["attempt"]
        maxAttempts = data["max_attempts"]
        reason = data["reason"] ?? ""
    }
}

/// The tokens of one request; each may be unknown.
package struct Usage: Hashable, Sendable {
    /// Cached tokens included.
    package var inputTokens: UInt64?
    package var outputTokens: UInt64?
    package var cacheReadInputTokens: UInt64?

    init(_ data: Fields) {
        inputTokens = data["input_tokens"]
        outputTokens = data["output_tokens"]
        cacheReadInputTokens = data["cache_read_input_tokens"]
    }
}
