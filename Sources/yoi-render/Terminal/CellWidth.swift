/// How many cells of a terminal's line a character takes.
///
/// Unicode's East Asian Width (UAX #11) and emoji presentation as ranges; combining marks and joiners take none. The
/// parts of a grapheme add up, as terminals draw Thai, Indic or halfwidth letters; but emoji that are joined or changed
/// are one picture, two cells wide.
enum CellWidth {
    static func of(_ character: Character) -> Int {
        if let byte = character.asciiValue { return byte < 0x20 || byte == 0x7F ? 0 : 1 }
        var width = 0
        var isPicture = false
        for scalar in character.unicodeScalars {
            width += of(scalar)
            // Variation selector 16 asks for the emoji picture, which is wide.
            isPicture = isPicture || scalar == "\u{FE0F}" || scalar.properties.isEmojiPresentation
        }
        return isPicture ? 2 : width
    }

    static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }  // Hangul Jamo that end a syllable
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return isWide(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        return wide.contains { $0.contains(value) }
    }

    /// East Asian Width W and F outside the emoji, unassigned places of the blocks included.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul Jamo, leading
        0x2329...0x232A,  // angle brackets
        0x2E80...0x303E,  // CJK radicals to CJK punctuation
        0x3041...0xA4CF,  // Kana to Yi
        0xA960...0xA97C,  // Hangul Jamo extended A
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // CJK compatibility ideographs
        0xFE10...0xFE19,  // vertical forms
        0xFE30...0xFE6B,  // CJK compatibility and small forms
        0xFF01...0xFF60,  // fullwidth forms
        0xFFE0...0xFFE6,  // fullwidth signs
        0x16FE0...0x18CFF,  // Tangut, Khitan
        0x1AFF0...0x1B2FF,  // Kana extensions, Nushu
        0x1F200...0x1F265,  // enclosed ideographs
        0x20000...0x3FFFD,  // CJK extensions
    ]
}
