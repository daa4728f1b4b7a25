import Testing

@testable import yoi_render

@Suite struct CellWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("…", 1), ("●", 1), ("\u{301}", 0), ("\u{200D}", 0),
        ("世界", 4), ("ｆ", 2), ("ﾊ", 1), ("한국", 4), ("、", 2), ("𠀀", 2), ("㌀", 2),
        ("✅", 2), ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("👍🏽", 2), ("☺", 1), ("☺\u{FE0F}", 2), ("❤️", 2), ("🏴‍☠️", 2),
        ("🇩", 2), ("🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("☝🏽", 2),
        ("\u{600}", 1), ("\u{6DD}", 1), ("\u{70F}", 1), ("\u{8E2}", 1), ("\u{110BD}", 1), ("\u{600}\u{661}", 2),
        ("☰", 2), ("⚊", 2), ("𝌀", 2), ("\u{18D00}", 2), ("\u{D7B0}", 0), ("\u{D7FB}", 0), ("\u{1100}\u{D7B0}", 2),
        ("\u{2FFFD}", 2), ("\u{E000}", 1),
        ("ｶﾞ", 2), ("ทำ", 2), ("क्ष", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ]) func `the width of a text is counted in terminal cells`(_ text: String, _ cells: Int) {
        #expect(CellWidth.of(text) == cells)
    }

    @Test func `letters have the width and the boundaries of graphemes`() {
        let letters = (0...0xFFFF).compactMap(Unicode.Scalar.init).filter { $0.letterCells != nil }
        let wrong = letters.filter { letter in
            CellWidth.of(letter) != letter.letterCells || "a\(letter)\(letter)a".count != 4
        }
        #expect(wrong.isEmpty)
        #expect(letters.count > 30_000)
        #expect(
            (["\n", " ", "\u{AD}", "\u{301}", "\u{3099}", "\u{1100}"] as [Unicode.Scalar]).allSatisfy {
                $0.letterCells == nil
            })
    }
}
