import TestSupport
import Testing

@testable import Shared

struct OutgoingFramesTests {
    @Test func `a server that pings without reading takes little memory and gets an answer to its latest ping`() {
        var frames = OutgoingFrames(request: [], maskingKey: { 0 })
        for number in 0..<20_000 {
            frames.pong(Array("\(number)".utf8))
        }
        #expect(frames.bytes.count < OutgoingFrames.pongBacklog + 200)
        frames.sent(frames.bytes.count)
        #expect(Array(frames.bytes) == bytes("8A 85 00000000 '19999'"))
        frames.sent(frames.bytes.count)
        #expect(frames.bytes.isEmpty)
    }

    @Test func `bytes that were sent in parts are not sent again`() {
        var frames = OutgoingFrames(request: Array("abc".utf8), maskingKey: { 0 })
        frames.sent(1)
        frames.append(.text, Array("d".utf8))
        #expect(Array(frames.bytes) == bytes("'bc' 81 81 00000000 'd'"))
        frames.sent(1)
        frames.sent(100)
        #expect(frames.bytes.isEmpty)
        frames.append(.text, [])
        #expect(Array(frames.bytes) == bytes("81 80 00000000"))
    }
}
