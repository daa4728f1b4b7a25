import Shared
import Testing

@testable import yoi_render

@Suite struct WordsTests {
    @Test(
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1k"), (1_234, "1.2k"), (999_949, "999.9k"), (999_950, "1M"),
            (3_400_000, "3.4M"),
        ] as [(UInt64, String)]) func `numbers of tokens are shortened`(_ count: UInt64, _ text: String)
    {
        #expect(Numbers.tokens(count) == text)
    }

    @Test(
        arguments: [
            (0, "0ms"), (800, "800ms"), (1_200, "1.2s"), (59_900, "59.9s"), (125_000, "2m05s"),
            (.max, "307445734561825m51s"),
        ] as [(UInt64, String)]) func `durations are shortened`(_ milliseconds: UInt64, _ text: String)
    {
        #expect(Numbers.milliseconds(milliseconds) == text)
    }

    @Test(
        arguments: [
            (1_234, "1.2 s"), (9_949, "9.9 s"), (9_950, "10 s"), (41_000, "41 s"), (59_499, "59 s"),
            (59_500, "1 min 0 s"),
            (125_000, "2 min 5 s"), (3_599_499, "59 min 59 s"), (3_599_500, "1 h 0 min"), (12_000_000, "3 h 20 min"),
        ] as [(UInt64, String)]) func `durations are written in words`(_ milliseconds: UInt64, _ text: String)
    {
        #expect(Numbers.span(milliseconds) == text)
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-06-26T07:46:40.123Z", 1_782_460_000_123),
            ("2026-06-26T07:46:40.5Z", 1_782_460_000_500), ("2026-06-26T07:46:40.123456Z", 1_782_460_000_123),
            ("2026-06-26T07:46:40+02:00", nil), ("yesterday", nil), ("2026-06-26T07:46:-1Z", nil), ("", nil),
        ] as [(String, Int64?)]) func `the time of an envelope is read`(_ text: String, _ milliseconds: Int64?)
    {
        #expect(Arrival.milliseconds(text) == milliseconds)
    }

    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00"), (1_782_460_000_999, "2026-06-26 07:46:40"), (-1, "1969-12-31 23:59:59"),
            (951_782_400_000, "2000-02-29 00:00:00"), (4_107_542_399_000, "2100-02-28 23:59:59"),
            (.max, nil), (.min, nil),
        ] as [(Int64, String?)]) func `times are written in UTC`(_ milliseconds: Int64, _ text: String?)
    {
        let moment = Timestamp(milliseconds: milliseconds, inUTC: true)
        #expect(moment.map { $0.date + " " + $0.time } == text)
    }

    @Test(arguments: ["x", "\u{1100}", "e\u{301}\u{301}", "\u{200D}👩"])
    func `a long line is clipped, even if it is a single character`(_ part: String) throws {
        let line = WrittenLine(String(repeating: part, count: 20_000))
        let clipped = try #require(line.clipped(to: 480))
        #expect(clipped.head.size + clipped.tail.size < 1_000)
    }

    @Test(
        arguments: [
            (3, nil, 3, 0, 0), (20, 20, 20, 0, 0), (21, 20, 21, 0, 0), (22, 20, 7, 2, 13), (100, 3, 1, 97, 2),
            (5, 2, 1, 3, 1), (5, 1, 0, 4, 1), (5, 0, 0, 5, 0),
        ] as [(Int, Int?, Int, Int, Int)]) func `an excerpt keeps the head and tail of a long text`(
            _ count: Int, _ limit: Int?, _ head: Int, _ omitted: Int, _ tail: Int
        )
    {
        let lines = (1...count).map { "line \($0)" }
        for text in [lines.joined(separator: "\r\n"), lines.joined(separator: "\n") + "\n"] {
            let excerpt = Excerpt(of: WrittenText(WireText(text)), limit: limit)
            #expect([Array(excerpt.head).count, excerpt.omitted, Array(excerpt.tail).count] == [head, omitted, tail])
            #expect(excerpt.lines.map(\.text) == lines.prefix(head) + lines.suffix(tail))
        }
    }

    @Test(arguments: [
        ("a\nb\nc", "a\nx\nc", ["  a", "- b", "+ x", "  c"]), ("a", "", ["- a"]), ("", "a\nb", ["+ a", "+ b"]),
        ("a\nb\nc", "A\nb\nC", ["- a", "+ A", "  b", "- c", "+ C"]),
        ("same", "same", ["(nothing changes)"]), ("line\n", "line", ["(the newline at the end is removed)"]),
        ("line", "line\n", ["(a newline is added at the end)"]),
        ("a\r\nb\r\n", "a\nb\n", ["(line endings: CRLF becomes LF)"]),
        (
            "    x  \n", "\tx\n",
            [
                "-     x  ", "+ \tx", "(the indentation changes from 4 spaces to 1 tab)",
                "(the white space at the end of the line changes from 2 spaces to none)",
            ]
        ),
        ("a  b", "a b", ["- a  b", "+ a b", "(only white space changes)"]),
        ("  ", "\t", ["-   ", "+ \t", "(the indentation changes from 2 spaces to 1 tab)"]),
        (
            "x\u{A0}", "x ",
            ["- x\u{A0}", "+ x ", "(the white space at the end of the line changes from 1 other blank to 1 space)"]
        ),
        ("a\n1\n2\n3\n4\n5\nb", "x\n1\n2\n3\n4\n5\ny", ["- a", "+ x", "  1", "  2", "…", "  4", "  5", "- b", "+ y"]),
    ]) func `a diff shows what an edit changes`(_ old: String, _ new: String, _ lines: [String]) {
        let diff = LineDiff(old: old, new: new)
        let shown = diff.hunks.map { $0.map { $0.sign.rawValue + $0.text } }.joined(separator: ["…"])
        #expect(Array(shown) + diff.remarks.map { "(\($0))" } == lines)
    }

    @Test func `the work of finding a difference is bounded`() {
        let diff = LineDiff(old: Self.numbered("a"), new: Self.numbered("b"))
        #expect(diff.hunks.count == 1)
        #expect(diff.hunks.first?.count == 4_000)
    }

    private static func numbered(_ word: String) -> String { (0..<2_000).map { "\(word) \($0)\n" }.joined() }

    @Test(arguments: [
        ("a*b_c", "a\\*b\\_c"), ("<b> [x](y)", "\\<b\\> \\[x\\](y)"), ("two\nlines", "two lines"),
        ("*\u{301}", "\\*\u{301}"), ("one\r\n*", "one \\*"),
    ]) func `Markdown in plain text is escaped`(_ text: String, _ escaped: String) {
        #expect(Markdown.escaped(text) == escaped)
    }

    @Test(arguments: [
        ("a", "a"), ("- a", "\\- a"), ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("=", "\\="), ("\t    a", "a"),
        ("# a", "\\# a"),
        ("2 a", "2 a"), ("", ""),
    ]) func `Markdown at the start of a line is escaped`(_ text: String, _ line: String) {
        #expect(Markdown.line(text) == line)
    }

    @Test(arguments: [
        ("ls", "`ls`"), ("a`b", "``a`b``"), ("`a`", "`` `a` ``"), ("a\nb", "`a b`"), (" a ", "`  a  `"), ("  ", "`  `"),
        ("", "` `"),
    ])
    func `a code span can hold any text`(_ text: String, _ span: String) { #expect(Markdown.code(text) == span) }
}
