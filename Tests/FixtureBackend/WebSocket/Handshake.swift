import Foundation

/// The server's side of the opening handshake, RFC 6455 §4.2.
enum Handshake {
    /// Why the request is not one to upgrade, in the real server's manner; nil if it is.
    static func refusal(_ request: Request) -> Response? {
        guard request.method == "GET" else { return Response(status: 405) }
        guard request.header("connection", has: "upgrade") else {
            return .plain(400, "Connection header did not include 'upgrade'")
        }
        guard request.header("upgrade", has: "websocket") else {
            return .plain(400, "`Upgrade` header did not include 'websocket'")
        }
        guard request.header("sec-websocket-version") == "13" else {
            return .plain(400, "`Sec-WebSocket-Version` header did not include '13'")
        }
        guard let key = request.header("sec-websocket-key"), Data(base64Encoded: key)?.count == 16 else {
            return .plain(400, "`Sec-WebSocket-Key` header missing")
        }
        guard request.header("host") != nil else { return .plain(400, "`Host` header missing") }
        return nil
    }

    static func accept(_ key: String) -> String {
        Data(SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
    }

    static func response(_ request: Request) -> Response {
        let accept = accept(request.header("sec-websocket-key") ?? "")
        return Response(
            status: 101,
            headers: [("connection", "upgrade"), ("upgrade", "websocket"), ("sec-websocket-accept", accept)])
    }
}
