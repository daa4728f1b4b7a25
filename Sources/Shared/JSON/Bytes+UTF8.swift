extension Span where Element == UInt8 {
    /// Validates a character of two to four bytes.
    ///
    /// - Returns: The offset after the character; nil if the bytes are not UTF-8.
    package func endOfMultibyteCharacter(at offset: Int) -> Int? {
        guard let shape = UTF8Shape(lead: self[offset]), shape.length <= count - offset,
            shape.second.contains(self[offset + 1])
        else { return nil }
        for index in offset + 2..<offset + shape.length where self[index] & 0xC0 != 0x80 { return nil }
        return offset + shape.length
    }
}
