import Testing

@testable import yoi_render

@Suite struct CellWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("…", 1), ("●", 1), ("\u{301}", 0), ("\u{200D}", 0),
        ("世界", 4), ("ｆ", 2), ("ﾊ", 1), ("한국", 4), ("、", 2), ("𠀀", 2), ("㌀", 2),
        ("✅", 2), ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("👍🏽", 2), ("☺", 1), ("☺\u{FE0F}", 2), ("❤️", 2), ("🏴‍☠️", 2),
        ("ｶﾞ", 2), ("ทำ", 2), ("क्ष", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ]) func `counts cells of the terminal`(_ text: String, _ cells: Int) {
        #expect(CellWidth.of(text) == cells)
    }
}
