import Shared
import Testing

struct VisibleTextTests {
    @Test(
        arguments: [
            ("plain — Größe 世界 👩‍👩‍👧", "plain — Größe 世界 👩‍👩‍👧"), ("a\nb\tc\rd\r\n", "a\\nb\\tc\\rd\\r\\n"),
            ("\u{1B}[31mred", "\\u{1B}[31mred"), ("\u{0}\u{7F}", "\\u{00}\\u{7F}"), ("\u{9B}31m", "\\u{9B}31m"),
            ("\u{202E}abc\u{2069}", "\\u{202E}abc\\u{2069}"), ("\u{2028}\u{FEFF}", "\\u{2028}\\u{FEFF}"),
            ("\u{E0041}", "\\u{E0041}"), ("", ""),
        ])
    func `characters that could affect a terminal become visible`(text: String, shown: String) {
        #expect(VisibleText.of(text) == shown)
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\\xFFb"), ([0xE4, 0xB8], "\\xE4\\xB8"), ([0xC0, 0xAF], "\\xC0\\xAF"),
            ([0xED, 0xA0, 0x80], "\\xED\\xA0\\x80"), ([0xF4, 0x90, 0x80, 0x80], "\\xF4\\x90\\x80\\x80"),
            ([0xC3, 0xA9, 0x80], "é\\x80"), ([0xE4, 0xB8, 0x96, 0xE4], "世\\xE4"),
        ] as [([UInt8], String)])
    func `bytes that are not UTF-8 become visible one by one`(bytes: [UInt8], shown: String) {
        #expect(VisibleText.of(bytes) == shown)
    }

    @Test
    func `long text is cut between characters, and marked`() {
        #expect(VisibleText.of("abcdef", limit: 6) == "abcdef")
        #expect(VisibleText.of("abcdefg", limit: 6) == "abcdef...")
        #expect(VisibleText.of("ab世界", limit: 6) == "ab世...")
        #expect(VisibleText.of("abcd\u{1B}", limit: 6) == "abcd...")
    }

    @Test
    func `a diagnostic is one sanitized line of limited length`() {
        let diagnostic = Diagnostic(at: "line 3", "found\n\u{1B}[2J", advice: String(repeating: "x", count: 5_000))
        let line = diagnostic.line(program: "yoi-send")
        #expect(line.hasPrefix("yoi-send: line 3: found\\n\\u{1B}[2J; xxx"))
        #expect(line.hasSuffix("x...\n"))
        #expect(line.utf8.count < Diagnostic.maxSize + 20)
        #expect(line.dropLast().allSatisfy { !$0.isNewline })
    }
}
