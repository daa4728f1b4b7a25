internal import Shared

/// How a control character, or one that would hide or reorder text, is shown instead.
///
/// In ASCII, as in `less`: ESC is `^[`, DEL `^?`, U+009B and U+202E are `<U+009B>` and `<U+202E>`.
enum VisibleForm {
    /// The form of a character that cannot be shown as it is.
    static func spelled(_ scalar: Unicode.Scalar) -> String {
        if scalar.isASCII { return "^" + String(Unicode.Scalar(UInt8(scalar.value) ^ 0x40)) }
        return "<U+" + scalar.value.text(radix: 16, minDigits: 4) + ">"
    }

    /// A text that ends here, with everything in it that ``HiddenText`` finds spelled out.
    static func of(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: HiddenText.isSuspect) else { return String(text) }
        var hidden = HiddenText()
        var visible = ""
        for scalar in text.unicodeScalars { hidden.take(scalar, into: &visible) }
        hidden.end(into: &visible)
        return visible
    }
}
