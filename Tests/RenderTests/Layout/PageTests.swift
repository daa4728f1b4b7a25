import Shared
import Testing

@testable import yoi_render

@Suite struct PageTests {
    @Test(arguments: [
        ("short", "short"),
        ("exactly twenty cells", "exactly twenty cells"),
        ("one more than it can hold", "one more than it ca…"),
        ("世界世界世界世界世界世界", "世界世界世界世界世…"),
        ("x世界世界世界世界世界世界", "x世界世界世界世界世…"),
        (String(repeating: "👩‍👩‍👧", count: 11), String(repeating: "👩‍👩‍👧", count: 9) + "…"),
        (String(repeating: "e\u{301}", count: 21), String(repeating: "e\u{301}", count: 19) + "…"),
        ("a\tb\tc", "a       b       c"),
        ("a\tb\tc\td", "a       b       c  …"),
        ("two\nlines\r\nor\rnot", "two⏎lines⏎or^Mnot"),
        ("\u{1B}]0;title\u{7} more and more", "^[]0;title^G more a…"),
        ("nineteen cells now \u{202E}", "nineteen cells now …"),
    ]) func `a line is truncated by cells, never inside a character`(_ text: String, _ line: String) {
        let page = Self.page { page in
            page.beginLine(.none, .cut)
            page.put(text)
            page.endLine()
        }
        #expect(page == line + "\n")
    }

    @Test(arguments: [
        ("exactly 18 cells..", ["exactly 18 cells.."]),
        ("one more than it can hold", ["one more than it", "can hold"]),
        ("blanks      at a break are gone", ["blanks      at a", "break are gone"]),
        ("aWordThatIsLongerThanALineOfThePage ends", ["aWordThatIsLongerT", "hanALineOfThePage", "ends"]),
        ("世界世界世界世界世界世界", ["世界世界世界世界世", "界世界"]),
        ("世界世界世界世界世。界", ["世界世界世界世界", "世。界"]),
        ("世界世界世界世界「世」界", ["世界世界世界世界", "「世」界"]),
        ("        indented by eight", ["        indented", "by eight"]),
        ("                      far", ["               far"]),
        (String(repeating: "👩‍👩‍👧", count: 11), [9, 2].map { String(repeating: "👩‍👩‍👧", count: $0) }),
        (String(repeating: "e\u{301}", count: 21), [18, 3].map { String(repeating: "e\u{301}", count: $0) }),
        ("a\tb\tcdef", ["a       b", "cdef"]),
        ("\u{202E}\u{202E}\u{202E}", ["<U+202E><U+202E><U", "+202E>"]),
    ]) func `lines break between words, and each begins with its mark`(_ text: String, _ lines: [String]) {
        for size in [1, 3, 1_000] {
            let page = Self.page { page in
                page.openFlow(.text, Margin(symbol: .output))
                var rest = text.unicodeScalars[...]
                while !rest.isEmpty {
                    page.stream(String(rest.prefix(size)))
                    rest = rest.dropFirst(size)
                }
                page.closeFlow()
            }
            #expect(page == lines.map { "│ \($0)\n" }.joined(), "pieces of \(size)")
        }
    }

    @Test(arguments: [1, 1_000]) func `a word longer than a continuation line is broken`(_ size: Int) {
        let page = Self.page { page in
            page.beginLine(.none, hanging: Margin(indent: 15))
            page.put("a longer kind")
            page.space(2)
            page.openFlow(.flat)
            var rest = "streams of words"[...]
            while !rest.isEmpty {
                page.stream(String(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            page.closeFlow()
        }
        let indent = String(repeating: " ", count: 15)
        #expect(page == "a longer kind  strea\n\(indent)ms of\n\(indent)words\n")
    }

    @Test func `one empty line separates blocks, none begins the page or splits a group`() {
        let text = Self.page { page in
            for group in [Page.Group.notice, .notice, .calls, .results, .calls, .user, .user] {
                page.begin(group)
                page.line("\(group)", .none)
            }
        }
        #expect(text == "notice\nnotice\n\ncalls\nresults\n\ncalls\n\nuser\n\nuser\n")
    }

    private static func page(_ body: (inout Page) -> Void) -> String {
        let collector = Collector()
        let lines = LineBreaker(palette: Palette(isColored: false), isASCII: false, isInWorkflow: false)
        var page = Page(
            out: OutputBuffer { collector.append($0) }, lines: lines, isTerminal: false,
            clock: .none, hasTimes: false, width: 20)
        body(&page)
        page.flush()
        return String(decoding: collector.bytes, as: UTF8.self)
    }
}
