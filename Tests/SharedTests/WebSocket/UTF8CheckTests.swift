import Shared
import TestSupport
import Testing

struct UTF8CheckTests {
    /// Every lead byte with every second byte, and with third and fourth bytes around each border.
    @Test func `the UTF-8 check agrees with the standard library on every beginning of a character`() {
        let tails: [[UInt8]] = [
            [], [0x7F], [0x80], [0xBF], [0xC0], [0x80, 0x7F], [0x80, 0x80], [0xBF, 0xBF], [0x80, 0xC0],
        ]
        var disagreements: [[UInt8]] = []
        for lead in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                for tail in tails {
                    let text = [lead, second] + tail
                    let isValid = String(validating: text, as: UTF8.self) != nil
                    if (Self.check(text) == .whole) != isValid { disagreements.append(text) }
                }
            }
        }
        #expect(disagreements.isEmpty)
    }

    /// A stretch is unfinished exactly if something can follow that makes it well-formed.
    @Test(arguments: [
        "C2", "DF", "E0", "E0A0", "E1", "E180", "ED", "ED9F", "EF", "EFBF", "F0", "F090", "F09080", "F48F", "F48FBF",
    ])
    func `an incomplete character is not a fault`(notation: String) {
        for length in [0, 1, 7, 8, 31, 32, 33, 100] {
            let text = [UInt8](repeating: 0x61, count: length) + bytes(notation)
            #expect(Self.check(text) == .unfinished(from: length))
        }
    }

    @Test(arguments: ["80", "C0", "C1", "F5", "FF", "C27F", "E09F", "EDA0", "F08F", "F490", "E18041", "F0908041"])
    func `a malformed character is found anywhere`(notation: String) {
        for length in 0...70 {
            let text = [UInt8](repeating: 0x61, count: length) + bytes(notation)
            #expect(Self.check(text) == .malformed(at: length))
        }
    }

    @Test func `bytes are not checked twice`() {
        let text: [UInt8] = [0xFF] + "語".utf8
        #expect(UTF8Check.validate(text.span, from: 1, to: 4) == .whole)
        #expect(UTF8Check.validate(text.span, from: 1, to: 3) == .unfinished(from: 1))
        #expect(UTF8Check.validate(text.span, from: 1, to: 1) == .whole)
    }

    private static func check(_ text: [UInt8]) -> UTF8Check {
        UTF8Check.validate(text.span, from: 0, to: text.count)
    }
}
