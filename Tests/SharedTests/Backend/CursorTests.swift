import Testing

@testable import Shared

@Suite struct `A cursor` {
    @Test(arguments: [("bo_0000000000000000", 0), ("bo_00000000000000fF", 255), ("bo_ffffffffffffffff", UInt64.max)])
    func `counts, and is sent back as it was spelled`(text: String, sequence: UInt64) {
        #expect(Cursor(text)?.sequence == sequence)
        #expect(Cursor(text)?.description == text)
    }

    @Test(arguments: [
        "", "bo_", "bo_000000000000000", "bo_00000000000000000", "bo_+00000000000000f", "BO_0000000000000001",
        "xx_0000000000000001", "bo_000000000000000g", "bo_00000000000000 1",
    ])
    func `is nothing else`(text: String) {
        #expect(Cursor(text) == nil)
    }
}
