/// Makes untrusted text safe to print on one line of a terminal.
///
/// Controls become `\n`, `\t`, `\r` or `\u{1B}`; so do C1 controls, bidirectional controls, line separators, tags and the
/// byte order mark. Bytes that are not UTF-8 become `\xFF`. Everything else stays.
package enum VisibleText {
    /// The visible form of `text`; beyond `limit` bytes of UTF-8 it ends with `...`.
    package static func of(_ text: String, limit: Int = .max) -> String {
        of(text.utf8, limit: limit)
    }

    /// The same for bytes that should be UTF-8.
    package static func of(_ bytes: some Collection<UInt8>, limit: Int = .max) -> String {
        var shown = ""
        var rest = bytes[...]
        while let first = rest.first {
            let piece: String
            if let (scalar, length) = leadingScalar(of: rest) {
                piece = visible(scalar)
                rest = rest.dropFirst(length)
            } else {
                piece = "\\x" + first.text(radix: 16, minDigits: 2)
                rest = rest.dropFirst()
            }
            guard shown.utf8.count + piece.utf8.count <= limit else { return shown + "..." }
            shown += piece
        }
        return shown
    }

    /// Whether a scalar could move the cursor, or hide or reorder text; such scalars are never printed raw.
    package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true  // C0, DEL, C1
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional controls, UAX #9
        case 0x2028, 0x2029, 0xFEFF, 0xFFF9...0xFFFB: true  // line and paragraph separator, BOM, interlinear annotation
        case 0xE0000...0xE007F: true  // tags: invisible text
        default: false
        }
    }
}

extension VisibleText {
    fileprivate static func visible(_ scalar: Unicode.Scalar) -> String {
        guard isUnsafe(scalar) else { return String(scalar) }
        switch scalar {
        case "\n": return "\\n"
        case "\t": return "\\t"
        case "\r": return "\\r"
        default: return "\\u{" + scalar.value.text(radix: 16, minDigits: 2) + "}"
        }
    }

    fileprivate static func leadingScalar(of bytes: some Collection<UInt8>) -> (Unicode.Scalar, length: Int)? {
        var decoder = UTF8()
        var iterator = bytes.prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }
}

extension BinaryInteger {
    /// A number that is not negative, in upper-case digits, padded with zeros.
    package func text(radix: Int = 10, minDigits: Int) -> String {
        let digits = String(self, radix: radix, uppercase: true)
        return String(repeating: "0", count: max(0, minDigits - digits.utf8.count)) + digits
    }
}
