import Shared
import Testing

@testable import yoi_render

@Suite struct WordsTests {
    @Test(
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1k"), (1_234, "1.2k"), (999_949, "999.9k"), (999_950, "1M"),
            (3_400_000, "3.4M"),
        ] as [(UInt64, String)]) func `shortens numbers of tokens`(_ count: UInt64, _ text: String)
    {
        #expect(Numbers.tokens(count) == text)
    }

    @Test(
        arguments: [
            (0, "0ms"), (800, "800ms"), (1_200, "1.2s"), (59_900, "59.9s"), (125_000, "2m05s"),
            (.max, "307445734561825m51s"),
        ] as [(UInt64, String)]) func `shortens spans of time`(_ milliseconds: UInt64, _ text: String)
    {
        #expect(Numbers.milliseconds(milliseconds) == text)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_782_460_000_000, "2026-06-26T07:46:40Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (4_107_542_399_000, "2100-02-28T23:59:59Z"), (-1_000, "1969-12-31T23:59:59Z"),
            (.max, "9999-12-31T23:59:59Z"), (.min, "0001-01-01T00:00:00Z"),
        ] as [(Int64, String)]) func `writes moments in UTC`(_ milliseconds: Int64, _ text: String)
    {
        #expect(Timestamp.text(milliseconds: milliseconds) == text)
    }

    @Test(
        arguments: [
            (3, nil, 3, 0, 0), (20, 20, 20, 0, 0), (21, 20, 21, 0, 0), (22, 20, 7, 2, 13), (100, 3, 1, 97, 2),
            (5, 1, 1, 4, 0),
            (5, 0, 0, 5, 0),
        ] as [(Int, Int?, Int, Int, Int)]) func `keeps head and tail of a long text`(
            _ count: Int, _ limit: Int?, _ head: Int, _ omitted: Int, _ tail: Int
        )
    {
        let lines = (1...count).map { "line \($0)"[...] }
        let ofText = Excerpt(of: WireText(lines.joined(separator: "\r\n")), limit: limit, width: 80)
        #expect(ofText == Excerpt(of: lines, limit: limit))
        #expect(ofText == Excerpt(of: WireText(lines.joined(separator: "\n") + "\n"), limit: limit, width: 80))
        #expect([ofText.head.count, ofText.omitted, ofText.tail.count] == [head, omitted, tail])
        #expect(ofText.head + ofText.tail == lines.prefix(head) + lines.suffix(tail))
    }

    @Test(arguments: [
        ("a\nb\nc", "a\nx\nc", ["- b", "+ x"]), ("a", "", ["- a"]), ("", "a\nb", ["+ a", "+ b"]),
        ("a\na", "a", ["- a"]),
        ("same", "same", []),
    ]) func `shows what an edit changes`(_ old: String, _ new: String, _ lines: [Substring]) {
        #expect(LineDiff(old: old.lines, new: new.lines).lines == lines)
    }

    @Test(arguments: [
        ("a*b_c", "a\\*b\\_c"), ("<b> [x](y)", "\\<b\\> \\[x\\](y)"), ("two\nlines", "two lines"),
        ("*\u{301}", "\\*\u{301}"), ("one\r\n*", "one \\*"),
    ]) func `escapes Markdown`(_ text: String, _ escaped: String) { #expect(Markdown.escaped(text) == escaped) }

    @Test(arguments: [
        ("a", "a"), ("- a", "\\- a"), ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("=", "\\="), ("\t    a", "a"),
        ("# a", "\\# a"),
        ("2 a", "2 a"), ("", ""),
    ]) func `escapes the start of a line`(_ text: String, _ line: String) { #expect(Markdown.line(text) == line) }

    @Test(arguments: [
        ("ls", "`ls`"), ("a`b", "``a`b``"), ("`a`", "`` `a` ``"), ("a\nb", "`a b`"), (" a ", "`  a  `"), ("  ", "`  `"),
        ("", "` `"),
    ])
    func `writes code spans around any text`(_ text: String, _ span: String) { #expect(Markdown.code(text) == span) }
}
