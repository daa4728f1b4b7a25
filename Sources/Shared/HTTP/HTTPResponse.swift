/// One answer: also what a WebSocket server says instead of switching protocols.
package struct HTTPResponse: Sendable, Hashable {
    /// Three digits, 100…599 as a rule.
    package let status: Int
    /// The words behind the status; often empty.
    package let reason: String
    /// All fields of the final answer.
    package let headers: HTTPHeaders
    /// The body, transfer coding removed.
    package var body: [UInt8]

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

    /// What `Retry-After` asks for when it is a number of seconds (RFC 9110 §10.2.3); dates are not read.
    package var retryAfter: Duration? {
        headers["Retry-After"].flatMap { Int32($0) }.flatMap { $0 < 0 ? nil : .seconds($0) }
    }
}
