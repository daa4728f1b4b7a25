internal import Glibc
internal import Shared

extension Span where Element == UInt8 {
    /// The character at `index`, which is moved past it; U+FFFD for invalid bytes.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    @inline(__always)
    func nextScalar(at index: inout Int, escaped: Bool) -> Unicode.Scalar {
        let byte = self[index]
        if byte >= 0x80 { return multibyteScalar(at: &index) }
        if escaped, byte == UInt8(ascii: "\\") { return unescapedScalar(at: &index) }
        index += 1
        return Unicode.Scalar(byte)
    }

    /// The character at `index`, which is moved past it.
    ///
    /// - Parameter levels: how many times the text is escaped as a JSON string: twice inside a JSON text that
    ///   is itself a string.
    @inline(__always)
    func nextScalar(at index: inout Int, levels: Int) -> Unicode.Scalar {
        let scalar = nextScalar(at: &index, escaped: levels > 0)
        guard levels > 1, scalar == "\\", index < count else { return scalar }
        return twiceEscapedScalar(at: &index)
    }

    /// - Parameter index: past the backslash, which is itself escaped.
    private func twiceEscapedScalar(at index: inout Int) -> Unicode.Scalar {
        let letter = nextScalar(at: &index, escaped: true)
        guard letter == "u" else {
            return letter.isASCII ? UInt8(ascii: letter).meaningAfterBackslash ?? letter : letter
        }
        // A pair of escapes is twelve bytes long.
        var escape = Array("\\u".utf8)
        var ends: [Int] = []
        var next = index
        while next < count, escape.count < 12 {
            let scalar = nextScalar(at: &next, escaped: true)
            escape.append(scalar.isASCII ? UInt8(ascii: scalar) : 0)
            ends.append(next)
        }
        var length = 0
        let scalar = escape.span.unescapedScalar(at: &length)
        if length > 2, !ends.isEmpty { index = ends[min(length - 2, ends.count) - 1] }
        return scalar
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

    /// Where this line ends and where the next begins; the same offset if the bytes end first.
    ///
    /// - Parameter levels: how many times the text is escaped as a JSON string.
    func endOfLine(from start: Int, levels: Int) -> (end: Int, next: Int) {
        // Every spelling of a line feed begins with this byte.
        let sign = levels > 0 ? UInt8(ascii: "\\") : 0x0A
        var index = next(sign, from: start)
        while index < count {
            let end = index
            if nextScalar(at: &index, levels: levels) == "\n" { return (end, index) }
            index = next(sign, from: index)
        }
        return (count, count)
    }

    /// The offset of this byte's next occurrence; the end if there is none.
    private func next(_ byte: UInt8, from start: Int) -> Int {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < count else { return count }
            return memchr(base + start, Int32(byte), count - start).map { base.distance(to: $0) } ?? count
        }
    }
}
