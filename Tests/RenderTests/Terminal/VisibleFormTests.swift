import Testing

@testable import yoi_render

@Suite struct VisibleFormTests {
    @Test(
        arguments: [
            ("\u{0}", "^@"), ("\u{1B}", "^["), ("\u{7}", "^G"), ("\r", "^M"), ("\u{7F}", "^?"), ("\u{80}", "<U+0080>"),
            ("\u{9B}", "<U+009B>"), ("\u{61C}", "<U+061C>"), ("\u{202E}", "<U+202E>"), ("\u{2069}", "<U+2069>"),
            ("\u{2028}", "<U+2028>"), ("\u{E0041}", "<U+E0041>"),
        ] as [(Unicode.Scalar, String)]) func `shows what a terminal would obey`(
            _ scalar: Unicode.Scalar, _ form: String
        )
    {
        #expect(VisibleForm.of(scalar) == form)
    }

    @Test(arguments: [" ", "~", "\u{A0}", "é", "世", "👩", "\u{200D}", "\u{FE0F}", "\u{FFFD}"] as [Unicode.Scalar])
    func `leaves the rest alone`(_ scalar: Unicode.Scalar) { #expect(VisibleForm.of(scalar) == nil) }
}
