import Shared
import TestSupport
import Testing

struct ConversationTests {
    @Test(arguments: Fixtures.table("websocket/conversations.txt"))
    func `a WebSocket conversation is the same wherever the bytes are cut`(row: FixtureRow) {
        let input = bytes(row[1].replacing("EOF", with: ""))
        for size in Self.pieceSizes(input.count) {
            var driver = SessionDriver.open(options: .init(messageLimit: 65536))
            driver.feed(input, inPiecesOf: size)
            if row[1].hasSuffix("EOF") { driver.finish() }
            #expect(driver.steps.joined(separator: ", ") == row[2], "pieces of \(size)")
            #expect(describeClientFrames(driver.sent) == row[3], "pieces of \(size)")
        }
    }

    /// Every size for short inputs; for long ones a byte at a time, around the header, and whole.
    private static func pieceSizes(_ count: Int) -> [Int] {
        count <= 200 ? Array(1...max(count, 1)) : [1, 2, 3, 5, 7, 11, 1000, 4096, count - 1, count]
    }
}
