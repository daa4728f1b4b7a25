internal import Shared

/// Sends requests one after the other; connections are kept between them where that is safe.
package final class HTTPClient {
    private let multi: CurlMulti
    private let options: TransportOptions

    /// Fails only where libcurl is missing.
    package init(options: TransportOptions) throws(TransportError) {
        multi = try CurlMulti()
        self.options = options
    }
}

extension HTTPClient {
    /// Begins a request; the one before must be over or forgotten.
    func start(_ request: HTTPRequest) throws(TransportError) -> HTTPExchange {
        try HTTPExchange(request, on: multi, options: options)
    }
}
