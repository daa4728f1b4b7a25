extension Span where Element == UInt8 {
    /// Decodes an escape in a validated string; U+FFFD for half a surrogate pair.
    ///
    /// - Parameter index: At the backslash; then after the escape.
    @inlinable
    package func unescapedScalar(at index: inout Int) -> Unicode.Scalar {
        if index + 1 < count, let scalar = self[index + 1].meaningAfterBackslash {
            index += 2
            return scalar
        }
        return escapedScalar(at: &index) ?? "\u{FFFD}"
    }

    /// - Returns: nil for half a surrogate pair.
    @usableFromInline
    func escapedScalar(at index: inout Int) -> Unicode.Scalar? {
        index += 1
        guard index < count else { return "\\" }
        index += 1
        if let scalar = self[index - 1].meaningAfterBackslash { return scalar }
        let unit = fourHexDigits(at: index)
        index += 4
        // RFC 8259 §7: a character beyond the basic plane is a pair of \u escapes, high half first.
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

extension UInt8 {
    /// What this byte means after a backslash in a JSON string (RFC 8259 §7); `nil` for the `u` of `\u0041`.
    @inlinable
    package var meaningAfterBackslash: Unicode.Scalar? {
        switch self {
        case UInt8(ascii: "b"): "\u{08}"
        case UInt8(ascii: "f"): "\u{0C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): nil
        default: Unicode.Scalar(self)
        }
    }
}
