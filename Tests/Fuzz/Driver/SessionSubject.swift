@testable import Shared

/// A WebSocket session fed by a hostile server: from its first byte, or after a good handshake.
enum SessionSubject {
    static func take(_ pieces: [ArraySlice<UInt8>], afterOpening isOpen: Bool) {
        guard let endpoint = Endpoint(url: "ws://server.example.com/chat") else { return }
        let handshake = Handshake(endpoint: endpoint, key: SIMD16<UInt8>(Array("the sample nonce".utf8)))
        let now = Instant.now
        let options = WebSocketSession.Options(messageLimit: 1 << 16)
        var session = WebSocketSession(handshake: handshake, options: options, now: now) { 0x0102_0304 }
        let opening = """
            HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r
            Sec-WebSocket-Accept: \(handshake.acceptKey)\r\n\r\n
            """
        for piece in (isOpen ? [Array(opening.utf8)[...]] : []) + pieces {
            var rest = piece
            while !rest.isEmpty {
                session.receive(now: now) { space in
                    let count = min(space.count, rest.count)
                    space.copyBytes(from: rest.prefix(count))
                    rest = rest.dropFirst(count)
                    return count
                }
                guard drain(&session) else { return }
            }
        }
        session.receive(now: now) { _ in 0 }
        precondition(!drain(&session), "the end of the stream did not end the session")
    }

    /// Whether the session goes on.
    private static func drain(_ session: inout WebSocketSession) -> Bool {
        while true {
            session.sent(session.unsent.count)
            switch session.next() {
            case .wait: return true
            case .ended: return false
            case .opened, .pong: continue
            case .text(let range): precondition(String(validating: session.buffer.bytes[range], as: UTF8.self) != nil)
            case .binary(let range): precondition(session.buffer.bytes.indices.contains(range) || range.isEmpty)
            }
        }
    }
}
