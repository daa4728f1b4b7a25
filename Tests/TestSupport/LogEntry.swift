/// One thing that the fixture backend saw.
package struct LogEntry: Decodable, Sendable {
    /// A WebSocket frame from the client.
    package struct Frame: Decodable, Sendable {
        /// 1 text, 2 binary, 8 close, 9 ping, 10 pong (RFC 6455 §5.2).
        package let opcode: Int
        /// Whether it is the last of its message.
        package let fin: Bool
        /// The reserved bits, 0 to 7.
        package let reserved: Int
        /// Whether it was masked, as a client's must be.
        package let masked: Bool
        /// The payload (a close frame's reason) if it is UTF-8.
        package let text: String?
        /// The payload in hex digits if it is not UTF-8.
        package let hex: String?
        /// A close frame's code.
        package let code: Int?
    }

    /// Number of the connection, from 1 in the order of accepting.
    package let connection: Int
    /// Milliseconds since the server began.
    package let ms: Int
    /// True for the entry about an accepted connection.
    package let accepted: Bool?
    /// A request's method.
    package let method: String?
    /// A request's target, raw.
    package let path: String?
    /// A request's HTTP version.
    package let version: String?
    /// A request's header fields, name and value, spelled and ordered as they came.
    package let headers: [[String]]?
    /// A request's body if it is UTF-8.
    package let body: String?
    /// A request's body in hex digits if it is not UTF-8.
    package let bodyHex: String?
    /// A frame from the client.
    package let frame: Frame?
    /// How the connection ended.
    package let end: String?
    /// A remark of the server's.
    package let note: String?

    /// Value of a header field of a request, whatever its case; `nil` when absent.
    package func header(_ name: String) -> String? {
        headers?.first { $0.first?.lowercased() == name.lowercased() }?.last
    }
}
