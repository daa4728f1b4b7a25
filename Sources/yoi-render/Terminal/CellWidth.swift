/// The width of a character in terminal cells.
///
/// The widths of a grapheme's scalars add up, as terminals draw Thai, Indic or halfwidth letters; but joined or modified
/// emoji are one picture, two cells wide. See docs/unicode.md.
enum CellWidth {
    static func of(_ character: Character) -> Int {
        if let byte = character.asciiValue { return byte < 0x20 || byte == 0x7F ? 0 : 1 }
        var width = 0
        var isPicture = false
        for scalar in character.unicodeScalars {
            width += of(scalar)
            // Variation selector 16 selects the emoji picture, which is wide.
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

extension Unicode.Scalar {
    /// Width of the letters and marks that most texts consist of; `nil` for all others. A grapheme always ends between
    /// two of these: line feeds, combining marks and joiners are not among them.
    var letterCells: Int? {
        switch value {
        case 0x21...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x370...0x482, 0x48A...0x58F, 0x2010...0x2027, 0x2500...0x257F: 1
        case 0x3001...0x3029, 0x3041...0x3096, 0x30A0...0x30FF, 0x3400...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF60: 2
        default: nil
        }
    }
}
