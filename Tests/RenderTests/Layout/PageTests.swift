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
        ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧…"),
        (
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}…"
        ),
        ("a\tb\tc", "a       b       c"),
        ("a\tb\tc\td", "a       b       c…"),
        ("two\nlines\r\nor\rnot", "two⏎lines⏎or^Mnot"),
        ("\u{1B}]0;title\u{7} more and more", "^[]0;title^G more a…"),
        ("nineteen cells now \u{202E}", "nineteen cells now …"),
    ]) func `cuts a line by cells, never inside a character`(_ text: String, _ line: String) {
        #expect(Self.page { $0.line(text) } == line + "\n")
    }

    @Test func `puts one empty line between blocks, none at the start and none inside a group`() {
        let text = Self.page { page in
            for group in [Page.Group.notice, .notice, .calls, .results, .calls, .user, .user] {
                page.begin(group)
                page.line("\(group)")
            }
        }
        #expect(text == "notice\nnotice\n\ncalls\nresults\n\ncalls\n\nuser\n\nuser\n")
    }

    private static func page(_ body: (inout Page) -> Void) -> String {
        let collector = Collector()
        var page = Page(
            out: OutputBuffer { collector.append($0) }, palette: Palette(isColored: false),
            isASCII: false, isTerminal: false, width: 20)
        body(&page)
        page.flush()
        return String(decoding: collector.bytes, as: UTF8.self)
    }
}
