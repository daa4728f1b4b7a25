import Testing

@testable import yoi_render

@Suite struct MarkdownHighlightTests {
    /// Each character's role, as a letter.
    @Test(arguments: [
        ("# Hi\nx", "BBBB.."), ("#no", "B.."), ("> q **b**", "qqqq__B__"), ("- `co` x", "..cccc.."),
        ("``a`b`` x", "ccccccc.."),
        ("**a** b", "__B__.."), ("2 * 3", ".._.."), ("a ** b", ".._" + "_B."), ("[t](u) x", "....l..."),
        ("```py\nx\n```\ny", "ccccc.c.ccc.."), ("~~~\n```\n~~~ \ny", "ccc.ccc.cccc.."), ("```a``` b", "ccccccc.."),
        ("**a\nb", "__B.."),
    ]) func `each character of Markdown gets its role`(_ text: String, _ roles: String) {
        var highlight = MarkdownHighlight()
        let letters: [Role: Character] = [.plain: ".", .name: "B", .quiet: "_", .code: "c", .quoted: "q", .link: "l"]
        let shown = text.unicodeScalars.map { scalar in
            if scalar != "\n" { return letters[highlight.role(of: scalar)] ?? "?" }
            highlight.endLine()
            return "."
        }
        #expect(String(shown) == roles)
    }
}
