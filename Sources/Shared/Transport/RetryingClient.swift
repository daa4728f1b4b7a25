package import Shared

/// Sends GET requests to a Backend and waits for the responses, with retries.
package struct RetryingClient {
    private var settings: ClientSettings
    private let backend: BackendURL
    private let loop: EventLoop
    private let backoff: Backoff
    private let remark: (Diagnostic) -> Void

    /// - Parameters:
    ///   - backend: Named in remarks.
    ///   - backoff: How often and when to retry each request.
    ///   - remark: Called once for each request that is retried, with the reason.
    package init(
        _ backend: BackendURL, settings: ClientSettings, loop: EventLoop, backoff: Backoff,
        remark: @escaping (Diagnostic) -> Void
    ) {
        self.backend = backend
        self.settings = settings
        self.loop = loop
        self.backoff = backoff
        self.remark = remark
    }
}

extension RetryingClient {
    /// The answer to a GET request.
    ///
    /// - Parameters:
    ///   - what: What is requested, as the object of a sentence.
    ///   - isAnswer: Whether a response is an answer and not a refusal.
    /// - Returns: the answer, or why there is none.
    /// - Throws: ``StopReason``.
    package mutating func answer(
        from url: String, _ what: String, where isAnswer: (HTTPResponse) -> Bool
    ) throws(StopReason) -> Result<HTTPResponse, Disconnection> {
        var backoff = backoff
        while true {
            if let complaint = settings.refreshHeaders() { remark(Diagnostic(at: backend.shown, complaint)) }
            let request = HTTPRequest(method: .get, url: url, headers: settings.headers)
            let lost: Disconnection
            switch try loop.answer(to: request, over: settings.transport) {
            case .success(let response) where isAnswer(response): return .success(response)
            case .success(let response): lost = Disconnection(refused: response, what)
            case .failure(let error): lost = Disconnection(error)
            }
            if let lost = lost.afterTooLong(now: .now, timeLimit: loop.timeLimit) { return .failure(lost) }
            guard case .retry(let after) = lost.next,
                let delay = backoff.next(jitter: .random(in: 0...1), retryAfter: after)
            else { return .failure(lost) }
            if backoff.attempts == 1 { remark(Diagnostic(at: backend.shown, "\(lost.reason); trying again")) }
            let end = Instant.now + delay
            while .now < end { try loop.wait(until: end) }
        }
    }
}
