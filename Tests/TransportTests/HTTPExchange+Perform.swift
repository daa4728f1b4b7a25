import Glibc
import Shared
@testable import Transport

extension HTTPExchange {
    /// Sends a request and waits for the response.
    ///
    /// - Parameter stop: A descriptor whose becoming readable ends the wait with `TransportError.Reason.stopped`.
    static func perform(
        _ request: HTTPRequest, options: TransportOptions = TransportOptions(), stop: Int32? = nil
    ) throws(TransportError) -> HTTPResponse {
        let exchange = try HTTPExchange(request, options: options)
        while true {
            if let response = try exchange.proceed() { return response }
            var interest = exchange.interest + (stop.map { [pollfd(fd: $0, events: Int16(POLLIN), revents: 0)] } ?? [])
            let ready = poll(&interest, nfds_t(interest.count), exchange.timeout)
            if ready > 0, stop != nil, let last = interest.last, last.revents != 0 { throw exchange.stopped }
        }
    }
}
