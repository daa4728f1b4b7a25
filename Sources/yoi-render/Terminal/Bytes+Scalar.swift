internal import Shared

extension Span where Element == UInt8 {
    /// The character at `index`, which is then after it; U+FFFD for a byte that is not UTF-8.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    func nextScalar(at index: inout Int, escaped: Bool) -> Unicode.Scalar {
        let byte = self[index]
        if byte >= 0x80 {
            guard let end = endOfMultibyteCharacter(at: index) else {
                index += 1
                return "\u{FFFD}"
            }
            var value = UInt32(byte) & (byte >= 0xF0 ? 0x07 : byte >= 0xE0 ? 0x0F : 0x1F)
            for position in index + 1..<end { value = value << 6 | UInt32(self[position] & 0x3F) }
            index = end
            return Unicode.Scalar(value) ?? "\u{FFFD}"
        }
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
}
