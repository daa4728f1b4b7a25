/// A place in a Worker's stream: `bo_` and 16 hexadecimal digits, which count upwards.
package struct Cursor: Hashable, Sendable {
    /// Grows over all Workers of a Backend: gaps are normal.
    package let sequence: UInt64
    /// The digits as the server spelled them, to be sent back just so.
    private let digits: SIMD16<UInt8>

    /// - Returns: `nil` for anything else than `bo_` and 16 digits.
    package init?(_ text: Bytes) {
        guard text.count == 19, text.starts(with: "bo_") else { return nil }
        var sequence: UInt64 = 0
        var digits = SIMD16<UInt8>()
        for index in 0..<16 {
            let digit = text[index + 3]
            guard let value = digit.hexDigitValue else { return nil }
            sequence = sequence << 4 | UInt64(value)
            digits[index] = digit
        }
        self.sequence = sequence
        self.digits = digits
    }

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span)
    }
}

extension Cursor: CustomStringConvertible {
    package var description: String {
        "bo_" + String(decoding: digits.indices.map { digits[$0] }, as: UTF8.self)
    }
}

extension Cursor: ArgumentValue {
    package init(argument: String) throws(ArgumentError) {
        guard let cursor = Cursor(argument) else {
            throw ArgumentError("“\(argument)” is not a cursor", advice: "write one like bo_0000000000000001")
        }
        self = cursor
    }

    package var argument: String? { description }
}
