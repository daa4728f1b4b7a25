import Shared
import Testing

struct WebSocketSessionTests {
    @Test func `opens delivers and closes wherever the bytes are cut`() {
        let frames = bytes("81 05 'Hello' 01 03 'Hel' 89 01 07 80 02 'lo' 82 01 09 88 02 03E8")
        let input = Handshake.sampleAnswer + frames
        let expected: [SessionDriver.Step] = [
            .opened, .text("Hello"), .text("Hello"), .binary([9]), .ended(.closed(CloseFrame(code: .normal))),
        ]
        for size in 1...input.count {
            var driver = SessionDriver()
            driver.feed(input, inPiecesOf: size)
            #expect(driver.log == expected, "pieces of \(size)")
            #expect(driver.sent.suffix(15) == bytes("8A 81 00000000 07 88 82 00000000 03E8"))
        }
    }
}
