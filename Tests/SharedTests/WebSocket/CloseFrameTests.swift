import Shared
import Testing

struct CloseFrameTests {
    @Test func `a close reason is cut between characters to what fits in a control frame`() throws {
        let payload = CloseFrame(code: .normal, reason: String(repeating: "語", count: 60)).payload
        #expect(payload.count == 2 + 41 * 3)
        let read = try CloseFrame(payload: payload.span)
        #expect(read.reason == String(repeating: "語", count: 41))
    }

    @Test func `the reply to a close frame repeats the code without the words`() {
        let goingAway = CloseCode(rawValue: 1001)
        #expect(CloseFrame(code: goingAway, reason: "bye").echo == CloseFrame(code: goingAway))
        #expect(CloseFrame(code: nil).payload.isEmpty)
    }
}
