import Foundation
import Shared
import TestSupport
import Testing

@testable import yoi_render

/// Documents of the style `markdown` as the reference parser reads them: what the model writes does not move our headings,
/// calls and totals, compared with a twin in which it writes nothing but the letter x.
@Suite(.enabled(if: Peer.cmark.isWanted, "cmark is not installed"), .timeLimit(.minutes(60)))
struct CommonMarkTests {
    static let inputs =
        Fixtures.names(in: "recordings/worker").filter { $0.hasSuffix(".jsonl") }.map { "recordings/worker/\($0)" }
        + ["samples/events.jsonl"]
        // One of these lines is not UTF-8, so there is no twin of it.
        + GoldenTests.cases.filter { $0 != "trap-14-bad-lines" }.map { "\(GoldenTests.folder)/\($0)/input.jsonl" }
        .filter {
            FileManager.default.fileExists(atPath: Fixtures.path($0))
        }

    @Test(arguments: inputs) func `no text changes the structure of a document`(_ input: String) throws {
        let lines = try Fixtures.bytes(input).split(separator: 0x0A).map(Array.init)
        try check(lines, twin: lines.map(Self.twin))
    }

    @Test func `random Markdown changes nothing outside of its text`() throws {
        for round in 0..<PropertyTests.rounds {
            var random = SplitMix(seed: UInt64(round))
            let texts = (0..<20).map { _ in Self.fragment(&random) }
            let lines = texts.enumerated().flatMap { index, text in Self.events(text, index, &random) }
            try check(lines, twin: lines.map(Self.twin), "seed \(round)")
        }
    }

    private func check(_ lines: [[UInt8]], twin: [[UInt8]], _ comment: Comment? = nil) throws {
        let document = try Outline(of: lines)
        let expected = try Outline(of: twin)
        #expect(document.headings == expected.headings, comment)
        var rest = document.blocks[...]
        for block in expected.blocks where !block.text.allSatisfy({ $0 == "x" }) {
            let place = rest.firstIndex(of: block)
            #expect(place != nil, "\(comment?.rawValue ?? ""): \(block)")
            if let place { rest = rest[(place + 1)...] }
        }
    }
}

extension CommonMarkTests {
    private static let pieces = [
        "```", "````", "~~~", "~~~~", "``` a`b", "```python", "``", "`", "# ", "## ", "### ", "#", "===", "---", "--",
        "-", "=", "- ",
        "-\t", "* ", "+ ", "1. ", "2) ", "10. ", "> ", ">", ">> ", "    ", "   ", "  ", " ", "\t", "\n", "\n", "\n",
        "\n\n", "\n\n",
        "\n  ", "\n    ", "\n> ", "\n- ", "text", "Title", "<!--", "-->", "<!-->", "<pre>", "</pre>", "<script>",
        "</script>",
        "<script", "<style>", "</style>", "<textarea>", "<?php", "?>", "<!DOCTYPE", "<!doctype x>", "<![CDATA[", "]]>",
        "<div>",
        "</div>", "<DIV class=a", "<b>", "</b>", "<b", "<a href='x'>", "<a href=x\ny>", "<a b=x\u{AD}>", "<b/>",
        "<b a=\"", "\">",
        "<https://x.y>", "<details>", "<search>", "<source>", "</pre >", "[x]: /url", "[x]:", "[x]: /url 'title", "***",
        "* * *",
        "- - -", "_ _", "___", "|a|b|\n|-|-|", "\r", "\r\n", "\\", "&lt;", "é", "*", "**", "_", "</textarea>", "<x-y>",
        "1.", "-\n",
        "*\n\n", "1.\n", "> ```\n", "- ```\n", "- > ", "> - ", "\n```\n", "\n~~~\n", "\n===\n", "\n---\n", "\n# User\n",
        "\n## User\n",
        "\n<!-- x\n", "\u{200B}", "\u{1B}",
    ]

    private static func fragment(_ random: inout SplitMix) -> String {
        (0..<Int.random(in: 1...14, using: &random)).map { _ in random.pick(pieces) }.joined()
    }

    /// The events of a text, cut somewhere, of a call and of a prompt.
    private static func events(_ text: String, _ index: Int, _ random: inout SplitMix) -> [[UInt8]] {
        let scalars = Array(text.unicodeScalars)
        let cut = Int.random(in: 0...scalars.count, using: &random)
        let parts = [scalars[..<cut], scalars[cut...]].map { String(String.UnicodeScalarView($0)) }
        let id = "call\(index)"
        var lines = parts.map { event("text_delta", ["text": $0]) }
        lines.append(event("text_done", ["text": text]))
        lines.append(event("tool_call_start", ["id": id, "name": "Bash"]))
        lines.append(event("tool_call_done", ["id": id, "name": "Bash", "arguments": "{\"command\":\"ls \(index)\"}"]))
        lines.append(event("tool_result", ["id": id, "summary": "", "is_error": false, "output": text]))
        if random.chance(20) {
            lines.append(event("user_message", ["segments": [["kind": "text", "content": text]]]))
        }
        return lines
    }

    private static func event(_ name: String, _ data: [String: Any]) -> [UInt8] {
        [UInt8]((try? JSONSerialization.data(withJSONObject: ["event": name, "data": data])) ?? Data())
    }

    /// The line, with an x for each byte that the model wrote.
    private static func twin(_ line: [UInt8]) -> [UInt8] {
        guard case .event(let event, _)? = EventReader.readings(of: line).first, event.hasModelText,
            let json = try? JSONSerialization.jsonObject(with: Data(line)),
            let twin = try? JSONSerialization.data(withJSONObject: withoutWords(json))
        else { return line }
        return [UInt8](twin)
    }

    private static func withoutWords(_ value: Any) -> Any {
        if let list = value as? [Any] { return list.map(withoutWords) }
        guard let object = value as? [String: Any] else { return value }
        // Messages of others in a history are quoted in lines of ours.
        if let role = object["role"] as? String, role != "assistant" { return value }
        return Dictionary(
            uniqueKeysWithValues: object.map { key, value in
                guard key == "text", let text = value as? String else { return (key, withoutWords(value)) }
                return (key, String(repeating: "x", count: text.utf8.count))
            })
    }
}

extension Event {
    /// Others are quoted in lines of ours, as far as they have texts.
    fileprivate var hasModelText: Bool {
        switch self {
        case .textDelta, .textDone, .thinkingDelta, .thinkingDone, .snapshot: true
        default: false
        }
    }
}

/// The blocks of a document's first level.
private struct Outline {
    struct Block: Equatable {
        let kind: Substring
        var level = ""
        var text = ""
    }

    private(set) var blocks: [Block] = []

    init(of lines: [[UInt8]]) throws {
        let document = try Rendering.bytes(
            of: Array(lines.joined(separator: [0x0A])), ["--style=markdown", "--tools=full"])
        let tree = try Peer.cmark.program.run(["-t", "xml"], input: .bytes(document))
        for line in tree.lines.drop(while: { !$0.hasPrefix("<document") }) {
            // Text has no < of its own, and cmark indents by the depth.
            if line.hasPrefix("  <"), !line.hasPrefix("  </") {
                let kind = line.dropFirst(3).prefix { $0.isLetter || $0 == "_" }
                let level = line.split(separator: "level=\"").dropFirst().first?.prefix(1) ?? ""
                blocks.append(Block(kind: kind, level: String(level)))
            }
            if let text = line.split(separator: ">", maxSplits: 1).dropFirst().first?.split(separator: "<").first,
                !blocks.isEmpty
            {
                blocks[blocks.count - 1].text += text
            }
        }
    }

    /// Those of our levels, at any depth they would be ours.
    var headings: [String] { blocks.filter { $0.kind == "heading" && "12".contains($0.level) }.map(\.text) }
}
