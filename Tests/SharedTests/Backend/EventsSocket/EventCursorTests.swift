import Testing

@testable import Shared

@Suite struct `A cursor` {
    @Test(arguments: [("bo_0000000000000000", 0), ("bo_00000000000000fF", 255), ("bo_ffffffffffffffff", UInt64.max)])
    func `a cursor is a number, and keeps its spelling`(text: String, sequence: UInt64) {
        #expect(EventCursor(text)?.sequence == sequence)
        #expect(EventCursor(text)?.description == text)
    }

    @Test func `every byte at every position of a cursor is checked`() {
        for byte in UInt8.min...UInt8.max {
            for place in 3..<19 {
                var text = Array("bo_0123456789abcdef".utf8)
                text[place] = byte
                let digits = String(decoding: text[3...], as: UTF8.self)
                let isNumber = digits.unicodeScalars.allSatisfy { $0.isASCII && $0.properties.isASCIIHexDigit }
                #expect(EventCursor(text.span)?.sequence == (isNumber ? UInt64(digits, radix: 16) : nil), "\(digits)")
            }
        }
    }

    @Test(arguments: [
        "", "bo_", "bo_000000000000000", "bo_00000000000000000", "bo_+00000000000000f", "BO_0000000000000001",
        "xx_0000000000000001", "bo_000000000000000g", "bo_00000000000000 1",
    ])
    func `anything else is not a cursor`(text: String) {
        #expect(EventCursor(text) == nil)
    }
}
