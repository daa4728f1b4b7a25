internal import Shared

extension Span where Element == UInt8 {
    /// The character at `index`, which is moved past it; U+FFFD for invalid bytes.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    @inline(__always)
    func nextScalar(at index: inout Int, escaped: Bool) -> Unicode.Scalar {
        let byte = self[index]
        if byte >= 0x80 { return multibyteScalar(at: &index) }
        index += 1
        guard escaped, byte == UInt8(ascii: "\\"), index < count else { return Unicode.Scalar(byte) }
        index += 1
        switch self[index - 1] {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "u"): return unescapedScalar(at: &index).unicodeScalars.first ?? "\u{FFFD}"
        case let character: return Unicode.Scalar(character)
        }
    }

    private func multibyteScalar(at index: inout Int) -> Unicode.Scalar {
        guard let end = endOfMultibyteCharacter(at: index) else {
            index += 1
            return "\u{FFFD}"
        }
        let byte = self[index]
        var value = UInt32(byte) & (byte >= 0xF0 ? 0x07 : byte >= 0xE0 ? 0x0F : 0x1F)
        for place in index + 1..<end { value = value << 6 | UInt32(self[place] & 0x3F) }
        index = end
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
