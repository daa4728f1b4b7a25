/// A position in a Worker's stream on the events API: `bo_` and 16 hexadecimal digits, which count upwards.
package struct EventCursor: Hashable, Sendable {
    /// Counts the events of all Workers of a Backend, so gaps are normal.
    package let sequence: UInt64
    /// The digits as the server spelled them, to be sent back unchanged: two words, first digit lowest.
    private let spelling: (UInt64, UInt64)

    /// - Returns: nil for anything but `bo_` and 16 digits.
    package init?(_ text: Bytes) {
        guard text.count == 19, text.starts(with: "bo_") else { return nil }
        spelling = (text.word(at: 3), text.word(at: 11))
        guard let high = Self.number(spelling.0), let low = Self.number(spelling.1) else { return nil }
        sequence = high << 32 | low
    }

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span)
    }
}

extension EventCursor: CustomStringConvertible {
    package var description: String {
        let digits = [spelling.0, spelling.1].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        return "bo_" + String(decoding: digits, as: UTF8.self)
    }

    package static func == (left: EventCursor, right: EventCursor) -> Bool { left.spelling == right.spelling }

    package func hash(into hasher: inout Hasher) { hasher.combine(sequence) }

    /// Eight hexadecimal digits at once, since every event has a cursor.
    private static func number(_ digits: UInt64) -> UInt64? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let lower = digits | ones &* 0x20
        // The top bit of each byte says whether it is at least that value; bytes above 0x7F are refused first.
        let from0 = digits &+ ones &* (0x80 - 0x30)
        let after9 = lower &+ ones &* (0x80 - 0x3A)
        let fromA = lower &+ ones &* (0x80 - 0x61)
        let afterF = lower &+ ones &* (0x80 - 0x67)
        let tops = ones &* 0x80
        guard digits & tops == 0, (from0 & ~after9 | fromA & ~afterF) & tops == tops else { return nil }
        let values = (lower & (ones &* 0x0F)) &+ (lower >> 6 & ones) &* 9
        let pairs = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs << 8 | pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return (fours << 16 | fours >> 32) & 0xFFFF_FFFF
    }
}

extension EventCursor: ArgumentValue {
    package init(argument: String) throws(ArgumentError) {
        guard let cursor = EventCursor(argument) else {
            throw ArgumentError("'\(argument)' is not a cursor", advice: "write one like bo_0000000000000001")
        }
        self = cursor
    }

    package var argument: String? { description }
}
