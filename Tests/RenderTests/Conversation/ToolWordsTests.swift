import Shared
import TestSupport
import Testing

@testable import yoi_render

@Suite struct ToolWordsTests {
    @Test(arguments: [
        ("$ make", "make", "", false),
        ("$ make (exit 2)", "make", "exit 2", true),
        ("$ make (exit 0)", "make", "", false),
        ("$ sleep 5 (timed out after 1s)", "sleep 5", "timed out after 1s", true),
        ("$ echo '(exit 1)'", "echo '(exit 1)'", "", false),
        ("$ true # (exit 1)", "true # (exit 1)", "", false),
        ("$ false # (exit 1) (exit 3)", "false # (exit 1)", "exit 3", true),
        ("$ a very long... (exit 4)", "a very long command", "exit 4", true),
        ("$ a very long...", "a very long command", "", false),
        ("$ make (exit 2)", nil, "$ make (exit 2)", true),
        ("$ make", nil, "$ make", false),
        ("Read 2 line(s) from x", nil, "Read 2 line(s) from x", false),
        ("costs $ 5 (exit 1)", nil, "costs $ 5 (exit 1)", false),
    ]) func `a tool's summary says how its command ended`(
        _ summary: String, _ command: String?, _ text: String, _ isFailure: Bool
    ) {
        #expect(ToolSummary(summary, command: command) == ToolSummary(text: text, isFailure: isFailure))
    }

    @Test(arguments: [
        ("Tool execution failed: Execution failed: file not found: x", "file not found: x"),
        ("Tool execution failed: Invalid argument: no", "no"), ("Tool 'X' not found", "Tool 'X' not found"),
    ]) func `words around the reason of a failure are left out`(_ message: String, _ reason: String) {
        #expect(ToolSummary.withoutWrapping(message) == reason)
    }

    @Test(arguments: [
        (#"{"command":"ls"}"#, "ls", "", []),
        (#"{"command":"a\nb","timeout":3}"#, "", "timeout=3", ["a\nb"]),
        (#"{"output_mode":"content","path":"/x","pattern":"a b"}"#, "a b", "output_mode=content path=/x", []),
        (#"{"n":1e2,"list":[1, 2],"deep":{"a" :null}}"#, "", #"n=1e2 list=[1,2] deep={"a":null}"#, []),
        (#"{"file_path":"f","note":"two words","empty":""}"#, "f", #"note="two words" empty="""#, []),
        (#"{"description":"What it does","code":"rm"}"#, "rm", #"description="What it does""#, []),
        (#"{"sql":"select"}"#, "select", "", []),
        (#"{}"#, "", "", []), ("null", "", "", []), ("{", "", "", ["not JSON: {"]), ("[1]", "", "", ["not JSON: [1]"]),
    ]) func `a call's task is its main argument`(_ json: String, _ main: String, _ others: String, _ blocks: [String]) {
        let words = Wording().words(for: ToolCall(id: "1", name: "Any", arguments: WireText(json)))
        #expect(words.main == main)
        #expect(words.others == others)
        let texts = words.blocks.map { block in
            guard case .text(let text, _) = block.content else { return "a diff" }
            return (block.label.isEmpty ? "" : block.label + ": ") + text.lines.map(\.text).joined(separator: "\n")
        }
        #expect(texts == blocks)
    }

    @Test(arguments: ["", "null", "[1]", "{\"a\":", "{}{}", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":}", "{\"a\":\"b", "{,}"])
    func `arguments that are missing or broken are recognized`(_ text: String) {
        #expect(ToolArguments(WireText(text)) == nil)
        #expect(ToolArguments(WireText(text), limit: -1) == nil)
    }

    @Test func `long arguments are read like short ones`() throws {
        for round in 0..<PropertyTests.rounds {
            var random = SplitMix(seed: UInt64(round))
            var writer = JSONWriter()
            var texts: [String] = []
            writer.object { object in
                for index in 0..<Int.random(in: 0...5, using: &random) {
                    texts.append(
                        RandomStream.text(&random) + random.pick(["", "\u{1F600}\u{FFFF}", "\\u0041\"", "\r"]))
                    object.key("\(index) \"" + RandomStream.text(&random))
                    object.string(texts.last ?? "")
                }
                object.key("nested")
                object.raw((try? JSON(#"{"a" : ["]}\"", {"b":[1.5e3]}], "c":null}"#)) ?? .null)
                object.key("number")
                object.raw((try? JSON("-1e2")) ?? .null)
            }
            let json = WireText(String(decoding: writer.bytes, as: UTF8.self))
            let short = try #require(ToolArguments(json)).members
            let long = try #require(ToolArguments(json, limit: -1)).members
            #expect(short.map(\.key) == long.map(\.key), "seed \(round)")
            for ((text, short), long) in zip(zip(texts, short), long) {
                #expect(short.string == text, "seed \(round)")
                guard case .long(let written) = long.value else { continue }
                var shown = String.UnicodeScalarView()
                written.forEachScalar { shown.append($0) }
                #expect(String(shown).utf8.elementsEqual(text.utf8), "seed \(round)")
                #expect(written.lines.map(\.text) == text.lines.map(String.init), "seed \(round)")
            }
            #expect(try #require(ToolArguments(json, limit: 1 << 10)).members == short, "seed \(round)")
        }
    }
}
