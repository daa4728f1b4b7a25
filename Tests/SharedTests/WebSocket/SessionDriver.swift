import Shared

/// Feeds a session with bytes in pieces and notes what it does and sends.
struct SessionDriver {
    var session: WebSocketSession
    private(set) var steps: [String] = []
    private(set) var sent: [UInt8] = []
    /// The payload of the last message.
    private(set) var payload: [UInt8] = []
    let start = Instant.now

    /// Not a palindrome, so that a key applied in the wrong order shows.
    static let maskingKey: UInt32 = 0x0102_0304

    /// A session that waits for the answer to its handshake.
    init(options: WebSocketSession.Options = .init()) {
        session = WebSocketSession(handshake: .sample, options: options, now: start) { Self.maskingKey }
        takeUnsent()
    }

    /// A session whose handshake is done, with nothing noted.
    static func open(options: WebSocketSession.Options = .init()) -> SessionDriver {
        var driver = SessionDriver(options: options)
        driver.feed(Handshake.sampleAnswer)
        driver.steps = []
        driver.sent = []
        return driver
    }
}

extension SessionDriver {
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

    /// The time after a read that found nothing.
    mutating func tick(at time: Duration) {
        session.receive(now: start + time) { _ in nil }
        session.tick(now: start + time)
        drain()
    }

    /// The time directly after a read that found something.
    mutating func tickUndrained(at time: Duration) {
        session.tick(now: start + time)
        drain()
    }

    mutating func resume(at time: Duration) {
        session.resume(now: start + time)
    }

    mutating func close(_ frame: CloseFrame, at time: Duration = .zero) {
        session.close(frame, now: start + time)
        drain()
    }

    /// Since the start; nil when the session wants no wake-up.
    var deadline: Duration? { session.deadline.map { start.duration(to: $0) } }
}

extension SessionDriver {
    private mutating func drain() {
        while true {
            let action = session.next()
            guard action != .wait else { break }
            if case .binary(let range) = action { payload = Array(session.buffer.bytes[range]) }
            let step = describe(action)
            if case .ended = action {
                // The end stays the end, however often one asks.
                if steps.last != step { steps.append(step) }
                break
            }
            steps.append(step)
        }
        takeUnsent()
    }

    private mutating func takeUnsent() {
        sent += session.unsent
        session.sent(session.unsent.count)
    }

    private func describe(_ action: WebSocketSession.Action) -> String {
        switch action {
        case .opened: "opened"
        case .pong: "pong"
        case .wait: "wait"
        case .text(let range): Self.words("text", String(decoding: session.buffer.bytes[range], as: UTF8.self))
        case .binary(let range): Self.words("binary", Array(session.buffer.bytes[range]))
        case .ended(.closed(let frame)): Self.words("closed \(frame.code.map { "\($0.rawValue)" } ?? "")", frame.reason)
        case .ended(.fault(let fault)): "fault \(fault.closeCode?.rawValue ?? 0): \(fault)"
        case .ended(.dropped(let during)): "dropped \(during.rawValue)"
        case .ended(.silent(let duration)): "silent for \(duration)"
        case .ended(.unanswered(let duration)): "unanswered for \(duration)"
        case .ended(.refused(let response)):
            Self.words("refused \(response.status)", String(decoding: response.body, as: UTF8.self))
        }
    }

    private static func words(_ name: String, _ text: String) -> String {
        let shown = text.replacing("\0", with: "\\0")
        let content = text.utf8.count > 40 ? "of \(text.utf8.count) bytes" : shown
        return "\(name) \(content)".trimmingSpaces
    }

    static func words(_ name: String, _ bytes: [UInt8]) -> String {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
        return "\(name) \(bytes.count > 16 ? "of \(bytes.count) bytes" : digits)".trimmingSpaces
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        split(separator: " ").joined(separator: " ")
    }
}

extension Handshake {
    /// The example of RFC 6455 §1.3: key "dGhlIHNhbXBsZSBub25jZQ==".
    static var sample: Handshake {
        let key = SIMD16<UInt8>(Array("the sample nonce".utf8))
        return Handshake(endpoint: .sample, key: key)
    }

    static let sampleAnswer = Array(
        """
        HTTP/1.1 101 Switching Protocols\r
        upgrade: WebSocket\r
        connection: keep-alive, upgrade\r
        sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r

        """.utf8)
}

extension Endpoint {
    // swift-format-ignore: NeverForceUnwrap
    static let sample = Endpoint(url: "ws://server.example.com/chat")!
}
