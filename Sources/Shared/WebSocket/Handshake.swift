/// A client's opening handshake (RFC 6455 §4.1): the request, and the check of the response.
package struct Handshake: Sendable, Hashable {
    /// The request to send.
    package let request: [UInt8]
    /// What `Sec-WebSocket-Accept` must be.
    let acceptKey: String

    /// `key` is 16 random bytes, new for each connection. `headers` may replace Host and Authorization; fields that
    /// belong to the handshake itself are omitted.
    package init(endpoint: Endpoint, headers: HTTPHeaders = HTTPHeaders(), key: SIMD16<UInt8>) {
        let keyText = Base64.encode(key.indices.map { key[$0] })
        // §4.2.2 /key/: the key and the fixed GUID, hashed.
        acceptKey = Base64.encode(SHA1.digest(Array((keyText + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))

        var lines = ["GET \(endpoint.target) HTTP/1.1"]
        if headers["Host"] == nil { lines.append("Host: \(endpoint.authority)") }
        lines += [
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(keyText)",
        ]
        if headers["Authorization"] == nil, let field = endpoint.basicAuthorization {
            lines.append("\(field.name): \(field.value)")
        }
        lines += headers.fields.filter { !Self.owns($0.name) }.map { "\($0.name): \($0.value)" }
        request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}

extension Handshake {
    /// Checks a 101 response as §4.1 requires (steps 2 to 6 after "the client MUST validate").
    package func check(_ response: HTTPResponse) throws(WebSocketFault) {
        let headers = response.headers
        guard headers.list("Upgrade").count == 1, headers.list("Upgrade", contains: "websocket") else {
            throw .wrongUpgrade(headers["Upgrade"])
        }
        guard headers.list("Connection", contains: "Upgrade") else { throw .wrongConnection(headers["Connection"]) }
        let accepts = headers.fields.filter { $0.name.equalsIgnoringASCIICase("Sec-WebSocket-Accept") }
        guard accepts.count == 1, accepts[0].value == acceptKey else { throw .wrongAcceptKey(accepts.last?.value) }
        // An empty list selects nothing.
        if let name = headers.list("Sec-WebSocket-Extensions").first { throw .unrequestedExtension(name) }
        if let name = headers.list("Sec-WebSocket-Protocol").first { throw .unrequestedSubprotocol(name) }
    }

    private static func owns(_ name: String) -> Bool {
        name.equalsIgnoringASCIICase("Upgrade") || name.equalsIgnoringASCIICase("Connection")
            || name.equalsIgnoringASCIICase("Content-Length") || name.equalsIgnoringASCIICase("Transfer-Encoding")
            || String(name.prefix(14)).equalsIgnoringASCIICase("Sec-WebSocket-")
    }
}
