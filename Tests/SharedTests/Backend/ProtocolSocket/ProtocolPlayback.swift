import Testing

@testable import Shared

/// Plays messages to a stream, and keeps what it would print.
struct ProtocolPlayback {
    private(set) var lines: [StreamLine] = []
    private(set) var stream: ResumableStream
    private var now = Instant.now

    init(printsHistory: Bool = true) {
        stream = ResumableStream(printsHistory: printsHistory, origin: .events)
    }

    mutating func receive(_ message: StreamLine) throws {
        var printed: [StreamLine] = []
        let bytes = Array(message.text.utf8)
        stream.receive(try ProtocolMessage(bytes.span), bytes.span, now: now) { output in
            switch output {
            case .message(let name):
                #expect(String(decoding: bytes[name.contents], as: UTF8.self) == message.event)
                printed.append(message)
            case .line(let line): printed += Self.decoded(line)
            }
        }
        lines += printed
    }

    /// Lets time pass.
    mutating func wait(_ time: Duration) {
        let end = now + time
        while let due = stream.deadline, due <= end {
            now = max(now, due)
            var printed: [StreamLine] = []
            stream.tick(now: now) { if case .line(let line) = $0 { printed += Self.decoded(line) } }
            lines += printed
        }
        now = end
    }

    /// Ends the connection and opens another one.
    mutating func reconnect() {
        var printed: [StreamLine] = []
        stream.connectionEnded(now: now) { if case .line(let line) = $0 { printed += Self.decoded(line) } }
        lines += printed
        stream.connectionOpened()
    }

    /// Goes on as another process does, from the checkpoint.
    mutating func restart() throws {
        let checkpoint = stream.checkpoint
        #expect(checkpoint.bytes.count < 64 << 10)
        let text = try JSON(checkpoint.text)
        stream = try #require(ResumableStream(checkpoint: text, printsHistory: true, origin: .events))
    }

    private static func decoded(_ line: [UInt8]) -> [StreamLine] {
        let text = String(decoding: line, as: UTF8.self)
        guard let decoded = try? StreamLine(text), !text.contains("\n") else {
            Issue.record("not an event line: \(text)")
            return []
        }
        return [decoded]
    }
}
