import Shared

/// Feeds a session with bytes in pieces and notes everything it does.
struct SessionDriver {
    var session: WebSocketSession
    var log: [Step] = []
    var sent: [UInt8] = []
    let start = ContinuousClock.now

    enum Step: Hashable {
        case opened
        case text(String)
        case binary([UInt8])
        case ended(WebSocketEnding)
    }

    init(options: WebSocketSession.Options = .init(), maskingKey: UInt32 = 0) {
        session = WebSocketSession(handshake: .sample, options: options, now: start) { maskingKey }
    }

    /// A session whose handshake is done, with nothing unsent.
    static func open(options: WebSocketSession.Options = .init(), maskingKey: UInt32 = 0) -> SessionDriver {
        var driver = SessionDriver(options: options, maskingKey: maskingKey)
        driver.feed(Handshake.sampleAnswer)
        driver.log = []
        driver.sent = []
        return driver
    }

    mutating func feed(_ bytes: some Collection<UInt8>, at time: Duration = .zero) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            session.receive(now: start + time) { space in
                let count = min(space.count, rest.count)
                space.copyBytes(from: rest.prefix(count))
                rest = rest.dropFirst(count)
                return count
            }
            drain()
        }
    }

    mutating func feed(_ bytes: [UInt8], inPiecesOf size: Int) {
        for start in stride(from: 0, to: bytes.count, by: size) {
            feed(bytes[start..<min(start + size, bytes.count)])
        }
    }

    mutating func finish() {
        session.receive(now: start) { _ in 0 }
        drain()
    }

    mutating func tick(at time: Duration) {
        session.tick(now: start + time)
        drain()
    }

    mutating func drain() {
        loop: while true {
            switch session.next() {
            case .opened: log.append(.opened)
            case .text(let range): log.append(.text(String(decoding: session.buffer.bytes[range], as: UTF8.self)))
            case .binary(let range): log.append(.binary(Array(session.buffer.bytes[range])))
            case .wait: break loop
            case .ended(let ending):
                if log.last != .ended(ending) { log.append(.ended(ending)) }
                break loop
            }
        }
        sent += session.unsent
        session.sent(session.unsent.count)
    }
}

extension Handshake {
    /// The example of RFC 6455 §1.3: key "dGhlIHNhbXBsZSBub25jZQ==".
    static var sample: Handshake {
        let key = SIMD16<UInt8>(Array("the sample nonce".utf8))
        return Handshake(endpoint: .sample, userAgent: "test/1", key: key)
    }

    static var sampleAnswer: [UInt8] {
        Array(
            """
            HTTP/1.1 101 Switching Protocols\r
            upgrade: WebSocket\r
            connection: keep-alive, upgrade\r
            sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r

            """.utf8)
    }
}

extension Endpoint {
    // swift-format-ignore: NeverForceUnwrap
    static let sample = Endpoint(url: "ws://server.example.com/chat")!
}
