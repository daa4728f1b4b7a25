extension Span where Element == UInt8 {
    /// Steps over one character of two to four bytes; `nil` if the bytes are not UTF-8.
    ///
    /// The table is the one of RFC 3629 §4: no overlong form, no surrogate, nothing above U+10FFFF.
    /// - Returns: the offset behind the character, or `nil`.
    package func endOfMultibyteCharacter(at offset: Int) -> Int? {
        let lead = self[offset]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard length <= count - offset, second.contains(self[offset + 1]) else { return nil }
        for index in offset + 2..<offset + max(length, 2) where self[index] & 0xC0 != 0x80 { return nil }
        return offset + length
    }
}
