import Shared
import Testing

@testable import yoi_render

@Suite struct ToolWordsTests {
    @Test(arguments: [
        ("$ make", "make", "", false),
        ("$ make (exit 2)", "make", "exit 2", true),
        ("$ make (exit 0)", "make", "(exit 0)", false),
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
    ]) func `reads how a command ended`(_ summary: String, _ command: String?, _ text: String, _ isFailure: Bool) {
        #expect(ToolSummary(summary, command: command) == ToolSummary(text: text, isFailure: isFailure))
    }

    @Test(arguments: [
        ("Tool execution failed: Execution failed: file not found: x", "file not found: x"),
        ("Tool execution failed: Invalid argument: no", "no"), ("Tool 'X' not found", "Tool 'X' not found"),
    ]) func `leaves out the words around a reason`(_ message: String, _ reason: String) {
        #expect(ToolSummary.withoutWrapping(message) == reason)
    }

    @Test(arguments: [
        (#"{"command":"ls"}"#, "ls", "", []),
        (#"{"command":"a\nb","timeout":3}"#, "", "timeout=3", ["a\nb"]),
        (#"{"output_mode":"content","path":"/x","pattern":"a b"}"#, "a b", "output_mode=content path=/x", []),
        (#"{"n":1e2,"list":[1, 2],"deep":{"a" :null}}"#, "", #"n=1e2 list=[1,2] deep={"a":null}"#, []),
        (#"{"file_path":"f","note":"two words","empty":""}"#, "f", #"note="two words" empty="""#, []),
        (#"{"description":"What it does","code":"rm"}"#, "", #"description="What it does" code=rm"#, []),
        (#"{"sql":"select"}"#, "select", "", []),
        (#"{}"#, "", "", []), ("null", "", "", []), ("{", "", "", ["not JSON: {"]), ("[1]", "", "", ["not JSON: [1]"]),
    ]) func `says what a call is asked to do`(_ json: String, _ main: String, _ others: String, _ blocks: [String]) {
        let words = Wording().words(for: ToolCall(id: "1", name: "Any", arguments: json))
        #expect(words.main == main)
        #expect(words.others == others)
        let texts = words.blocks.map { block in
            guard case .text(let text, _) = block.content else { return "a diff" }
            return (block.label.isEmpty ? "" : block.label + ": ") + text.string
        }
        #expect(texts == blocks)
    }

    @Test(arguments: ["", "null", "[1]", "{\"a\":", "{}{}"]) func `tells what are no arguments`(_ text: String) {
        #expect(ToolArguments(text) == nil)
    }
}
