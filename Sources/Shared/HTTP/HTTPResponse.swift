internal import Glibc

/// One answer: also what a WebSocket server says instead of switching protocols.
package struct HTTPResponse: Sendable, Hashable {
    /// Three digits, 100…599 as a rule.
    package let status: Int
    /// The words after the status; often empty.
    package let reason: String
    /// All fields of the final answer.
    package let headers: HTTPHeaders
    /// The body, transfer coding removed.
    package var body: [UInt8]
    /// `host:port` of the proxy that it came through, which may have answered itself.
    package var proxy: String?

    /// Describes an answer.
    package init(status: Int, reason: String = "", headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
    }
}

extension HTTPResponse {
    /// 2xx.
    package var isSuccess: Bool { (200..<300).contains(status) }

    /// How long `Retry-After` asks us to wait, by the system's clock where it is a date; never negative.
    package var retryAfter: Duration? { headers["Retry-After"].flatMap { RetryAfter($0)?.delay(from: time(nil)) } }
}
