internal import Shared

/// How a character that a terminal would obey, or that would hide or reorder text, is shown instead.
///
/// ASCII, and as in `less`: ESC is `^[`, DEL `^?`, U+009B and U+202E are `<U+009B>` and `<U+202E>`. Characters are judged
/// one by one, never as sequences, so it does not matter how deltas cut them.
enum VisibleForm {
    /// The visible spelling of a character, or `nil` if it may be shown as it is.
    static func of(_ scalar: Unicode.Scalar) -> String? {
        guard VisibleText.isUnsafe(scalar) else { return nil }
        if scalar.isASCII { return "^" + String(Unicode.Scalar(UInt8(scalar.value) ^ 0x40)) }
        return "<U+" + scalar.value.text(radix: 16, minDigits: 4) + ">"
    }
}
