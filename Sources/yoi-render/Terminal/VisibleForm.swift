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

    /// A text that ends here, with everything in it that ``InvisibleCharacters`` finds spelled out.
    static func of(_ text: some StringProtocol) -> String {
        guard text.unicodeScalars.contains(where: InvisibleCharacters.isSuspect) else { return String(text) }
        var invisible = InvisibleCharacters()
        var visible = ""
        for scalar in text.unicodeScalars { invisible.take(scalar, into: &visible) }
        invisible.end(into: &visible)
        return visible
    }

    /// A name for a column of so many cells: on one line, without its middle if it is too long.
    static func of(name: String, cells: Int) -> String {
        let name = of(name).unicodeScalars.map { $0.value < 0x20 ? spelled($0) : String($0) }.joined()
        guard CellWidth.of(name) > cells else { return name }
        let tail = String(beginning(of: name.reversed(), cells: 8).reversed())
        return beginning(of: name, cells: cells - 9) + "…" + tail
    }

    private static func beginning(of text: some Sequence<Character>, cells: Int) -> String {
        var (beginning, left) = ("", cells)
        for character in text {
            left -= CellWidth.of(character)
            if left < 0 { break }
            beginning.append(character)
        }
        return beginning
    }
}
