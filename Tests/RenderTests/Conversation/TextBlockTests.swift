import Shared
import Testing

@testable import yoi_render

@Suite struct `A text that has streamed` {
    private static let long = String(repeating: "lorem ipsum ", count: 500)

    @Test(arguments: [
        (["one"], "one", TextBlock.Whole.repeated),
        (["one"], "", .repeated),
        (["one"], "one two", .longer(" two")),
        (["o", "n", "e"], "one", .repeated),
        (["one"], "two", .different),
        (["two"], "one two", .repeated),
        ([long], long, .repeated),
        ([long], long + "e", .longer("e")),
        ([long], long.replacing("lorem ipsum lorem", with: "lorem ipsum Lorem", maxReplacements: 400), .different),
        ([long + "A" + long], long + "B" + long, .different),
        ([long + "A" + long], long + "AB" + long, .different),
        (["\u{1F600}", "é\n"], "\u{1F600}é\n", .repeated),
        ([], "one", .new),
    ]) func `a streamed text is recognized at its end, and every difference is noticed`(
        _ pieces: [String], _ whole: String, _ expected: TextBlock.Whole
    ) {
        var block = TextBlock()
        for piece in pieces { Self.append(piece, to: &block) }
        #expect(block.compare(WireText(whole)) == expected)
    }

    @Test(arguments: [
        ("one two", TextBlock.Whole.repeated), ("one two three", .longer(" three")), ("two", .repeated),
        ("One two", .repeated), ("one 2", .different),
    ]) func `a streamed text is recognized after an interruption`(_ whole: String, _ expected: TextBlock.Whole) {
        var block = TextBlock()
        Self.append("one ", to: &block)
        block.isOpen = false
        Self.append("two", to: &block)
        #expect(block.compare(WireText(whole)) == expected)
    }

    @Test(arguments: [
        ("aabaaab", "aaab", true), ("abababc", "ababc", true), ("ababab", "ababc", false), ("a", "", true),
        ("", "a", false), ("caf\u{E9}", "cafe\u{301}", false), (String(repeating: "🇩🇪", count: 10_000), "🇩🇪🇫", false),
    ]) func `a streaming text is found in the history`(_ known: String, _ text: String, _ isFound: Bool) {
        #expect(Item.history(.text(WireText(known)), at: nil).repeats(text) == isFound)
    }

    private static func append(_ piece: String, to block: inout TextBlock) {
        _ = block.begin()
        block.append(WireText(piece).contents.span)
    }
}
