import Glibc
import Shared

/// One request and its response, driven by the caller's loop.
///
/// Nothing here blocks: the caller polls `interest` for at most `timeout` milliseconds and calls `proceed` until there
/// is a response. SIGPIPE must be ignored.
final class HTTPExchange {
    private let transfer: CurlTransfer
    private let collector: HTTPResponseCollector

    /// Begins to send the request, on a new connection: if a reused one turned out to be dead, libcurl would send it
    /// again.
    init(_ request: HTTPRequest, options: TransportOptions) throws(TransportError) {
        guard let endpoint = Endpoint(url: request.url) else {
            throw TransportError(.badURL, peer: "the URL", wasSent: false)
        }
        transfer = try CurlTransfer(to: endpoint, options: options)
        collector = HTTPResponseCollector(bodyLimit: options.bodyLimit)
        if request.method == .post {
            transfer.set(.post, 1)
            transfer.set(.postFieldSize, request.body.count)
            request.body.withUnsafeBytes { body in
                // An empty array may have no address, and libcurl would then read the body from standard input.
                _ = transfer.set(.copyPostFields, body.baseAddress ?? UnsafeRawPointer(bitPattern: 1))
            }
            // Do not wait for "100 Continue".
            transfer.add(field: "Expect:")
        }
        for field in request.headers.fields {
            // libcurl reads "Name:" as "leave it out" and "Name;" as "send it empty".
            transfer.add(field: field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        collector.install(on: transfer)
        try transfer.start()
    }
}

extension HTTPExchange {
    /// What to poll.
    var interest: [pollfd] { transfer.interest }

    /// How long to poll at most, in milliseconds.
    var timeout: Int32 { transfer.timeout(lastBytes: collector.lastBytes) }

    /// Continues; nil while the response is not complete.
    func proceed() throws(TransportError) -> HTTPResponse? {
        let isComplete: Bool
        do throws(TransportError) {
            isComplete = try transfer.proceed { collector.lastBytes }
        } catch {
            // A server that refuses need not read the whole request, which can cut off its own response.
            guard let refusal = collector.refusalSoFar(status: transfer.number(.responseCode)) else {
                throw collector.stop.map(transfer.error) ?? error
            }
            return try checked(refusal)
        }
        guard isComplete else { return nil }
        let response: HTTPResponse
        do throws(TransportError.Reason) {
            response = try collector.response(status: transfer.number(.responseCode))
        } catch {
            throw transfer.error(error)
        }
        return try checked(response)
    }

    private func checked(_ received: HTTPResponse) throws(TransportError) -> HTTPResponse {
        // Only proxies send it (RFC 9110 §15.5.8), and then nothing has reached the server.
        guard received.status != 407 else {
            throw TransportError(.proxyLogin, peer: transfer.peer, wasSent: false, proxy: transfer.proxy)
        }
        var response = received
        response.proxy = transfer.proxy
        return response
    }
}

extension HTTPExchange {
    /// The error for a caller that stops waiting.
    var stopped: TransportError { transfer.error(.stopped) }
}
