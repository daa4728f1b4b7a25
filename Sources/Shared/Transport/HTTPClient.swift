internal import Glibc
package import Shared

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
    package func start(_ request: HTTPRequest) throws(TransportError) -> HTTPExchange {
        try HTTPExchange(request, on: multi, options: options)
    }

    /// Sends a request and waits for its answer.
    ///
    /// - Parameter stop: A descriptor, such as that of a `SignalPipe`, whose becoming readable ends the wait with
    ///   `TransportError.Reason.stopped`; it is not read from.
    package func perform(_ request: HTTPRequest, stop: Int32? = nil) throws(TransportError) -> HTTPResponse {
        let exchange = try start(request)
        while true {
            if let response = try exchange.proceed() { return response }
            var interest = exchange.interest + (stop.map { [pollfd(fd: $0, events: Int16(POLLIN), revents: 0)] } ?? [])
            let ready = poll(&interest, nfds_t(interest.count), exchange.timeout)
            if ready > 0, stop != nil, let last = interest.last, last.revents != 0 { throw exchange.stopped }
        }
    }
}
