import Glibc
import Shared
import Transport

/// Sends requests by POST, each again only while nothing of it has left.
struct Poster {
    private let options: SendOptions
    private let transport: TransportOptions
    private let headers: HTTPHeaders
    private let loop: EventLoop
    private let messages: Messages

    init(_ options: SendOptions, settings: ConnectionSettings, loop: EventLoop, messages: Messages) {
        self.options = options
        var headers = settings.headers
        if headers["Content-Type"] == nil, let json = HTTPHeaders.Field(name: "Content-Type", value: "application/json")
        {
            headers.append(json)
        }
        self.headers = headers
        var transport = settings.transport
        transport.bodyLimit = Self.maxReplySize
        self.transport = transport
        self.loop = loop
        self.messages = messages
    }
}

extension Poster {
    /// Bytes of a reply at most: real ones have a few hundred, and a list of files some thousands.
    private static let maxReplySize = 1 << 20

    func request(_ operation: Operation, _ body: [UInt8], to target: Target) -> HTTPRequest {
        HTTPRequest(method: .post, url: target.operation(operation), headers: headers, body: body)
    }

    /// Sends a request and waits for its answer.
    func answer(to request: HTTPRequest) throws(Stop) -> Result<HTTPResponse, TransportError> {
        var attempts = Attempts(options, startingAt: .now)
        while true {
            messages.detail("POST \(request.shownTarget), \(request.body.count) bytes")
            switch try answer(to: request, within: attempts.limits(transport, at: .now)) {
            case .success(let response): return .success(response)
            case .failure(let error):
                let pause: Duration
                do throws(TransportError) {
                    pause = try attempts.pause(after: error, at: .now)
                } catch {
                    return .failure(error)
                }
                messages.notice(Diagnostic(error.description, advice: "trying again in \(pause)"))
                let end = Instant.now + pause
                while .now < end { try loop.wait(until: end, watchesOutput: false) }
            }
        }
    }

    private func answer(
        to request: HTTPRequest, within limits: TransportOptions
    ) throws(Stop) -> Result<HTTPResponse, TransportError> {
        let exchange: HTTPExchange
        do throws(TransportError) {
            exchange = try HTTPClient(options: limits).start(request)
        } catch {
            return .failure(error)
        }
        while true {
            switch Result(catching: { () throws(TransportError) in try exchange.proceed() }) {
            case .success(let response?): return .success(response)
            case .failure(let error): return .failure(error)
            case .success(nil): break
            }
            do throws(Stop) {
                try loop.wait(
                    for: exchange.interest, until: .now + .milliseconds(Int(exchange.timeout)), watchesOutput: false)
            } catch {
                let stopped = exchange.stopped
                messages.failure(
                    Diagnostic(stopped.description, advice: MethodResult.advice(wasSent: stopped.wasSent)))
                throw error
            }
        }
    }
}
