/// How many cells of a terminal's line a character takes.
///
/// The parts of a grapheme add up, as terminals draw Thai, Indic or halfwidth letters; but emoji that are joined or changed
/// are one picture, two cells wide. See docs/unicode.md.
enum CellWidth {
    static func of(_ character: Character) -> Int {
        if let byte = character.asciiValue { return byte < 0x20 || byte == 0x7F ? 0 : 1 }
        var width = 0
        var isPicture = false
        for scalar in character.unicodeScalars {
            width += of(scalar)
            // Variation selector 16 asks for the emoji picture, which is wide.
            isPicture = isPicture || scalar == "\u{FE0F}"
        }
        guard width > 2 || isPicture, let first = character.unicodeScalars.first else { return width }
        return isPicture || isRegional(first) || UnicodeTables.emoji.contains(first) ? 2 : width
    }

    static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        if UnicodeTables.zero.contains(scalar) { return 0 }
        return scalar.value >= 0x1100 && UnicodeTables.wide.contains(scalar) ? 2 : 1
    }

    private static func isRegional(_ scalar: Unicode.Scalar) -> Bool { 0x1F1E6...0x1F1FF ~= scalar.value }
}
