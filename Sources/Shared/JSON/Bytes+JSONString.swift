/// The position of a string in a JSON text.
package struct JSONStringRange: Hashable, Sendable {
    /// The bytes between the quotes, not decoded.
    package var contents: Range<Int>
    /// Whether it contains a backslash; if not, the bytes are the string.
    package var hasEscapes: Bool
}

extension Span where Element == UInt8 {
    /// Scans a whole string, and validates its UTF-8 and its escapes.
    ///
    /// - Parameter offset: At the opening quote; then after the closing one.
    package func scanString(at offset: inout Int) throws(JSONError) -> JSONStringRange {
        guard offset < count else { throw JSONError(.unexpectedEnd, at: count) }
        guard self[offset] == UInt8(ascii: "\"") else {
            throw JSONError(.unexpectedByte(self[offset], expected: "a string"), at: offset)
        }
        let start = offset + 1
        var index = start
        var hasEscapes = false
        while true {
            index = endOfPlainRun(from: index)
            guard index < count else { throw JSONError(.unexpectedEnd, at: count) }
            switch self[index] {
            case UInt8(ascii: "\""):
                offset = index + 1
                return JSONStringRange(contents: start..<index, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index = try endOfEscape(at: index)
            case 0..<0x20:
                throw JSONError(.rawControl(self[index]), at: index)
            default:
                guard let end = endOfMultibyteCharacter(at: index) else { throw invalidCharacter(at: index) }
                index = end
            }
        }
    }

    /// The first byte from `start` on that is a quote, a backslash, a control or not ASCII; checks eight bytes at a
    /// time.
    @inline(__always)
    package func endOfPlainRun(from start: Int) -> Int {
        var index = start
        while index <= count - 8 {
            let special = Self.specialBytes(in: word(at: index))
            if special != 0 { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count {
            switch self[index] {
            case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x80...: return index
            default: index += 1
            }
        }
        return index
    }
}

extension Span where Element == UInt8 {
    /// The top bit of each byte that ends a plain run; exact up to the first one.
    @inline(__always)
    private static func specialBytes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let found = (quotes &- ones) | (backslashes &- ones) | (word &- ones &* 0x20)
        return (found | word) & tops
    }

    /// A character that is cut off at the end may be incomplete; anything else is invalid.
    private func invalidCharacter(at index: Int) -> JSONError {
        var tail = index + 1
        while tail < count, self[tail] & 0xC0 == 0x80 { tail += 1 }
        let lead = self[index]
        let wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        let isCut = tail == count && tail - index < wanted && (0xC2...0xF4).contains(lead)
        return isCut ? JSONError(.unexpectedEnd, at: count) : JSONError(.badUTF8, at: index)
    }

    private func endOfEscape(at index: Int) throws(JSONError) -> Int {
        guard index + 1 < count else { throw JSONError(.unexpectedEnd, at: count) }
        switch self[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            // Half a surrogate pair is valid by the grammar (RFC 8259 §7) and decoded to U+FFFD.
            try checkHexDigits(of: index)
            return index + 6
        default:
            throw JSONError(.badEscape, at: index)
        }
    }

    /// Checks the digits of the `\uXXXX` at `index`.
    private func checkHexDigits(of index: Int) throws(JSONError) {
        for place in index + 2..<index + 6 {
            guard place < count else { throw JSONError(.unexpectedEnd, at: count) }
            guard self[place].hexDigitValue != nil else { throw JSONError(.badEscape, at: index) }
        }
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
