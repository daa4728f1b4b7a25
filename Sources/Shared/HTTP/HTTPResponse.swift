internal import Glibc

/// An HTTP response, or a WebSocket server's refusal.
package struct HTTPResponse: Sendable, Hashable {
    /// Three digits, 100…599 as a rule.
    package let status: Int
    /// The reason phrase; often empty.
    package let reason: String
    /// All fields of the final response.
    package let headers: HTTPHeaders
    /// The body, without transfer coding.
    package var body: [UInt8]
    /// `host:port` of the proxy that it came through, which may have sent it.
    package var proxy: String?

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

    /// How long `Retry-After` asks to wait, by the system's clock if it is a date; never negative.
    package var retryAfter: Duration? { headers["Retry-After"].flatMap { RetryAfter($0)?.delay(from: time(nil)) } }
}
