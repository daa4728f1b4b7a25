import Foundation
import TestSupport
import Testing

/// yoi-render holds a line of its input only once, whatever it contains.
@Suite(.timeLimit(.minutes(20))) struct MemoryTests {
    /// Bytes of the line: enough for a copy to be noticed.
    private static let size = 3 << 20

    private static let words = String(repeating: #"lorem ipsum dolor \"sit\" amet\n"#, count: size / 31)
    private static let line = String(repeating: "lorem ipsum ", count: size / 12)
    /// The words as they are written in a JSON text inside a string.
    private static let argument = words.replacing("\\", with: "\\\\\\")

    private static let events = [
        #"{"event":"text_delta","data":{"text":""# + words + #""}}"#,
        #"{"event":"thinking_delta","data":{"text":""# + words + #""}}"#,
        #"{"event":"user_message","data":{"segments":[{"kind":"text","content":""# + words + #""}]}}"#,
        #"{"event":"user_message","data":{"segments":[{"kind":"paste","content":""# + line + #""}]}}"#,
        #"{"event":"alert","data":{"level":"warn","source":"engine","message":""# + words + #""}}"#,
        #"{"event":"alert","data":{"level":"warn","source":"engine","message":""# + line + #""}}"#,
        #"{"event":"tool_call_done","data":{"id":"a","name":"Write","arguments":"{\"content\":\""# + argument
            + #"\"}"}}"#,
        #"{"event":"tool_call_done","data":{"id":"a","name":"Bash","arguments":"{\"command\":\""# + line + #"\"}"}}"#,
        #"{"event":"tool_call_done","data":{"id":"a","name":"Edit","arguments":"{\"old_string\":\"\",\"new_string\":\""#
            + argument + #"\"}"}}"#,
        #"{"event":"tool_result","data":{"id":"a","summary":"ok","output":""# + words + #""}}"#,
    ]

    @Test(arguments: events.indices, ["full", "compact", "markdown"])
    func `yoi-render takes little more memory than the longest line`(_ index: Int, _ style: String) throws {
        let program = try Program("yoi-render").start(
            ["--style=\(style)", "--tools=full", "--width=80"], input: .pipe)
        program.write(#"{"event":"alert","data":{"message":"begun"}}"# + "\n")
        try waitUntil("it has begun") { program.outputCount > 0 }
        let before = try #require(program.peakMemory)
        program.write(Self.events[index] + "\n")
        program.write(#"{"event":"run_end","data":{"result":"finished"}}"# + "\n")
        try program.waitForLine(limit: .seconds(120)) { $0.contains("finished") }
        let peak = try #require(program.peakMemory) - before
        #expect(peak < Self.events[index].utf8.count + 5 << 19)
        program.closeInput()
        _ = try program.wait(limit: .seconds(60))
    }
}
