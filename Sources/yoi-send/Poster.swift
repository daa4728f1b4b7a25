import Glibc
import Shared
import Transport

/// Sends requests by POST; retries them only if nothing of them was sent.
struct Poster {
    private let options: SendOptions
    private let transport: TransportOptions
    private let headers: HTTPHeaders
    private let loop: EventLoop
    private let messages: Messages

    init(_ options: SendOptions, settings: ClientSettings, loop: EventLoop, messages: Messages) {
        self.options = options
        var headers = settings.headers
        headers.appendIfMissing("Content-Type", "application/json")
        self.headers = headers
        var transport = settings.transport
        transport.bodyLimit = Self.maxReplySize
        self.transport = transport
        self.loop = loop
        self.messages = messages
    }
}

extension Poster {
    /// The maximum size of a reply in bytes: real ones have a few hundred, a list of files some thousands.
    private static let maxReplySize = 1 << 20

    func request(_ operation: Operation, _ body: [UInt8], to target: Target) -> HTTPRequest {
        HTTPRequest(method: .post, url: target.operation(operation), headers: headers, body: body)
    }

    /// Sends a request and waits for the response.
    func answer(to request: HTTPRequest) throws(StopReason) -> Result<HTTPResponse, TransportError> {
        var policy = RetryPolicy(options, startingAt: .now)
        while true {
            messages.detail("POST \(request.shownTarget), \(request.body.count) bytes")
            let answer = try loop.answer(
                to: request, over: policy.limits(transport, at: .now), watchesOutput: false,
                stopped: {
                    messages.failure(Diagnostic($0.description, advice: MethodResult.advice(wasSent: $0.wasSent)))
                })
            let jitter = Double.random(in: 0...1)
            switch answer {
            case .success(let response):
                guard let delay = policy.delay(after: response, at: .now, jitter: jitter) else { return answer }
                try retry(in: delay, because: response.complaint)
            case .failure(let error):
                let delay = Result { () throws(TransportError) in
                    try policy.delay(after: error, at: .now, jitter: jitter)
                }
                switch delay {
                case .success(let delay): try retry(in: delay, because: error.description)
                case .failure(let error): return .failure(error)
                }
            }
        }
    }

    private func retry(in delay: Duration, because reason: String) throws(StopReason) {
        messages.notice(
            Diagnostic(reason, advice: "trying again in \(Duration.milliseconds(delay.millisecondsRoundedUp))"))
        let end = Instant.now + delay
        while .now < end { try loop.wait(until: end, watchesOutput: false) }
    }
}
