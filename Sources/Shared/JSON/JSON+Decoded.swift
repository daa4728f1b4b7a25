extension JSON {
    /// The characters that a validated string's contents (the bytes between its quotes) stand for.
    package static func decoded(_ contents: ArraySlice<UInt8>) -> String {
        guard contents.contains(UInt8(ascii: "\\")) else { return String(decoding: contents, as: UTF8.self) }
        // In place, because it may be long: an escape is never shorter than what it stands for.
        return String(unsafeUninitializedCapacity: contents.count) { buffer in
            var count = 0
            contents.span.unescape { byte in
                buffer[count] = byte
                count += 1
            }
            return count
        }
    }
}

extension JSON {
    /// Whether this is a string with a `\u` escape of half a surrogate pair, which stands for no character.
    var hasUnpairedSurrogate: Bool {
        guard kind == .string else { return false }
        let span = bytes.span
        var index = span.endOfPlainRun(from: 1)
        while index < span.count - 1 {
            if span[index] != UInt8(ascii: "\\") {
                index += 1
            } else if span[index + 1] != UInt8(ascii: "u") {
                index += 2
            } else {
                index += 2
                if span.escapedScalar(at: &index) == nil { return true }
            }
            index = span.endOfPlainRun(from: index)
        }
        return false
    }
}

extension Span where Element == UInt8 {
    /// Hands out what these validated contents of a string stand for, as UTF-8.
    @inline(__always)
    package func unescape(_ output: (UInt8) -> Void) {
        var index = 0
        while index < count {
            let byte = self[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < count else {
                output(byte)
                index += 1
                continue
            }
            index += 2
            switch self[index - 1] {
            case UInt8(ascii: "b"): output(0x08)
            case UInt8(ascii: "f"): output(0x0C)
            case UInt8(ascii: "n"): output(0x0A)
            case UInt8(ascii: "r"): output(0x0D)
            case UInt8(ascii: "t"): output(0x09)
            case UInt8(ascii: "u"): unescapedScalar(at: &index).utf8.forEach(output)
            case let escaped: output(escaped)
            }
        }
    }

    /// Bytes of the UTF-8 that these validated contents of a string stand for.
    package var unescapedCount: Int {
        var total = 0
        var index = 0
        while index < count {
            let end = endOfPlainRun(from: index)
            total += end - index
            index = end
            guard index < count else { break }
            guard self[index] == UInt8(ascii: "\\"), index + 1 < count else {
                (total, index) = (total + 1, index + 1)
                continue
            }
            index += 2
            let isUnicode = self[index - 1] == UInt8(ascii: "u")
            total += isUnicode ? unescapedScalar(at: &index).utf8.count : 1
        }
        return total
    }

    /// The character of a `\u` escape or pair, whose first digit is at `index`; `index` is moved past it.
    ///
    /// Half a pair stands for U+FFFD.
    package func unescapedScalar(at index: inout Int) -> Character {
        Character(escapedScalar(at: &index) ?? "\u{FFFD}")
    }

    /// - Returns: `nil` for half a surrogate pair.
    fileprivate func escapedScalar(at index: inout Int) -> Unicode.Scalar? {
        let unit = fourHexDigits(at: index)
        index += 4
        // RFC 8259 §7: beyond the basic plane a character is a pair of \u escapes, high half first.
        guard unit & 0xFC00 == 0xD800, starts(with: "\\u", at: index) else { return Unicode.Scalar(unit) }
        let low = fourHexDigits(at: index + 2)
        guard low & 0xFC00 == 0xDC00 else { return nil }
        index += 6
        return Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF))
    }

    private func fourHexDigits(at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for place in index..<min(index + 4, count) { value = value << 4 | UInt32(self[place].hexDigitValue ?? 0) }
        return value
    }
}
