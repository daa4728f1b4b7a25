import Foundation
import Glibc
import TestSupport
import Testing

/// The built program, from outside.
@Suite(.timeLimit(.minutes(10))) struct ProgramTests {
    private static let delta = #"{"event":"text_delta","data":{"text":"Hello"}}"# + "\n"
    private static let finished = #"{"event":"run_end","data":{"result":"finished"}}"# + "\n"

    @Test func `yoi-render shows a piece before the next one arrives`() throws {
        let program = try Program("yoi-render").start(["--style=text"], input: .pipe)
        for count in 1...3 {
            program.write(Self.delta)
            try waitUntil("the piece is there") { program.outputCount == 5 * count }
        }
        program.closeInput()
        #expect(try program.wait().status == 0)
    }

    @Test(.enabled(if: Peer.jq.isWanted)) func `jq in the pipeline changes nothing`() throws {
        let jq = try Peer.jq.program
        for name in [
            "samples/events.jsonl", "recordings/worker/fix-a-test.jsonl", "recordings/worker/loud-output.jsonl",
        ] {
            let input = try Fixtures.bytes(name)
            for arguments in [["-c", "."], ["."], ["-s", "."], ["--tab", "-a", "."], ["--indent", "7", "-S", "."]] {
                let between = try jq.run(arguments, input: .bytes(input))
                let direct = try Program("yoi-render").run(input: .bytes(input))
                let piped = try Program("yoi-render").run(input: .bytes(between.stdout))
                #expect(piped.text == direct.text, "jq \(arguments) on \(name)")
            }
        }
    }

    @Test(arguments: ["\r\n", " ", "", "\n\u{1E}", "\n\n"]) func `yoi-render reads events whatever separates them`(
        _ separator: String
    ) throws {
        let lines = try Fixtures.lines("samples/events.jsonl")
        let input = "\u{FEFF}" + lines.joined(separator: separator) + separator
        let direct = try Program("yoi-render").run([Fixtures.path("samples/events.jsonl")])
        #expect(try Program("yoi-render").run(input: .text(input)).text == direct.text)
    }

    @Test(arguments: [
        ([], "", 0, ""),
        (["--exit-status"], finished, 0, ""),
        (["-x"], "", 3, ""),
        (["-x"], delta, 3, ""),
        (["-x"], #"{"event":"run_end","data":{"result":"limit_reached"}}"#, 1, ""),
        (["-x"], #"{"event":"error","data":{"code":"internal","message":"m"}}"#, 1, ""),
        (["-x"], finished + #"{"event":"error","data":{"code":"not_paused","message":"m"}}"#, 0, ""),
        (["-x"], finished + #"{"event":"turn_start","data":{"turn":1}}"#, 3, ""),
        ([], "rubbish\n", 0, "yoi-render: 1 piece of input was not an event, the first at line 1\n"),
        (["-q"], "rubbish\n", 0, ""),
        (["--bad-lines=skip"], "\n{}\nx\n", 0, "yoi-render: 2 pieces of input were not events, the first at line 2\n"),
        (["--bad-lines=fail"], delta + "rubbish\n", 65, "yoi-render: line 2: this is not JSON\n"),
        (["/nonexistent"], "", 66, "yoi-render: /nonexistent: No such file or directory\n"),
        (["--styl=full"], "", 64, "yoi-render: unknown option '--styl'; did you mean --style?\n"),
        (
            ["--style=loud"], "", 64,
            "yoi-render: --style: 'loud' is not one of its values; write full, compact, text, markdown or answer\n"
        ),
        (
            ["--result-lines=-1"], "", 64,
            "yoi-render: --result-lines: '-1' is neither a count nor 'all'; write for example 20\n"
        ),
    ]) func `yoi-render ends with the documented status`(
        _ arguments: [String], _ input: String, _ status: Int32, _ errors: String
    ) throws {
        let outcome = try Program("yoi-render").run(arguments, input: .text(input))
        #expect(outcome.status == status)
        #expect(outcome.stderr == errors)
    }

    private static func of(_ worker: String, _ event: String) -> String {
        #"{"runtime_id":"r","worker_id":"\#(worker)","payload":\#(event)}"#
    }

    private static let failed =
        #"{"event":"turn_start","data":{"turn":0}}"#
        + #"{"event":"error","data":{"code":"provider_error","message":"overloaded"}}"#
        + #"{"event":"status","data":{"status":"idle"}}"#

    @Test(arguments: [
        ("answer", delta + #"{"event":"llm_call_end","data":{}}"# + delta + finished, "Hello\n", ""),
        ("answer", delta + failed, "", "yoi-render: the run failed: overloaded\n"),
        (
            "answer", #"{"event":"turn_start","data":{"turn":0}}"# + delta, "",
            "yoi-render: the stream ended before the run did\n"
        ),
        ("answer", delta + #"{"event":"run_end","data":{"result":"paused"}}"#, "", "yoi-render: the run was paused\n"),
        (
            "answer", #"{"event":"text_delta","data":{"text":" "}}{"event":"run_end","data":{"result":"finished"}}"#,
            "",
            "yoi-render: the run finished without a text\n"
        ),
        ("text", delta + failed, "Hello", "yoi-render: the run failed: overloaded\n"),
        (
            "text", failed.replacingOccurrences(of: "overloaded", with: #"\u001b[2J\u200b"#), "",
            "yoi-render: the run failed: ^[[2J<U+200B>\n"
        ),
        (
            "text", of("w-1", finished) + of("w-2", #"{"event":"run_end","data":{"result":"limit_reached"}}"#), "",
            "yoi-render: w-2: the run stopped at the turn limit\n"
        ),
        ("text", delta + #"{"event":"run_end","data":{"result":"paused"}}"#, "Hello", ""),
    ]) func `yoi-render says in a sentence why there is no answer`(
        _ style: String, _ input: String, _ output: String, _ errors: String
    ) throws {
        let input = #"{"event":"turn_start","data":{"turn":0}}"# + input
        let outcome = try Program("yoi-render").run(["--style=\(style)"], input: .text(input))
        #expect(outcome.text == output)
        #expect(outcome.stderr == errors)
    }

    @Test(arguments: [
        ("", 3, "there is no run in the input"),
        (#"{"event":"status","data":{"status":"idle"}}"#, 3, "there is no run in the input"),
        (#"{"event":"error","data":{"code":"internal","message":"x"}}"#, 1, "the run failed"),
    ]) func `--style answer says that there is no run`(_ input: String, _ status: Int32, _ sentence: String) throws {
        let outcome = try Program("yoi-render").run(["--style=answer", "-x"], input: .text(input))
        #expect(outcome.status == status)
        #expect(outcome.text.isEmpty)
        #expect(outcome.stderr == "yoi-render: \(sentence)\n")
    }

    @Test func `yoi-render names Workers of --worker that are not in the input`() throws {
        let envelope = #"{"runtime_id":"r","worker_id":"w-1","payload":{"event":"status","data":{"status":"idle"}}}"#
        let outcome = try Program("yoi-render").run(
            ["--worker=w-1", "--worker=r:w-1", "--worker=w-2"], input: .text(envelope))
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "yoi-render: there is no Worker 'w-2' in the input\n")
    }

    @Test func `an answer is shown even if its question does not come`() throws {
        let program = try Program("yoi-render").start(input: .pipe)
        program.write(
            #"{"event":"status","data":{"status":"running"}}{"event":"turn_start","data":{"turn":0}}"# + Self.delta)
        try waitUntil("it waits no longer") { program.outputSoFar == Array("  Hello".utf8) }
        program.closeInput()
        #expect(try program.wait().text.hasPrefix("  Hello\n"))
    }

    @Test func `an unfinished word is held only for a moment`() throws {
        let program = try Program("yoi-render").start(["--width=20", "--no-user"], input: .pipe)
        program.write(Self.delta)
        try waitUntil("the word is there") { program.outputSoFar == Array("  Hello".utf8) }
        program.closeInput()
        _ = try program.wait()
    }

    @Test func `yoi-render says what to do when its input is a terminal`() throws {
        let outcome = try Program("yoi-render").run(input: .terminal)
        #expect(outcome.status == 64)
        #expect(outcome.stderr.hasPrefix("yoi-render: nothing to render: standard input is a terminal; "))
    }

    @Test(arguments: ["full", "compact", "text", "markdown"])
    func `workflow commands of GitHub Actions are defused`(_ style: String) throws {
        let text = #"{"event":"text_delta","data":{"text":"::error::x\n  ::set-env\na ##[group]b: ::\n:c"}}"#
        let outcome = try Program("yoi-render").run(
            ["--style=\(style)"], environment: ["GITHUB_ACTIONS": "true"], input: .text(text))
        #expect(!outcome.text.contains("##["))
        #expect(outcome.lines.allSatisfy { !$0.drop { $0 == " " }.hasPrefix("::") })
        #expect(outcome.text.contains(#"##\[group]b: ::"#))
    }

    @Test func `open blocks end with their file`() throws {
        let folder = try TemporaryDirectory()
        let call = #"{"event":"tool_call_start","data":{"id":"a","name":"Bash"}}"#
        let usage = #"{"event":"llm_call_start","data":{}}{"event":"usage","data":{"input_tokens":5}}"#
        let first = try folder.write("1", call + usage)
        let second = try folder.write("2", #"{"event":"tool_result","data":{"id":"a","summary":"ok"}}"# + Self.finished)
        let outcome = try Program("yoi-render").run([first, second])
        #expect(outcome.text.contains("✓ result of a  ok\n\n── finished\n"))
    }

    @Test func `yoi-render ends quietly when its reader has gone`() throws {
        let program = try Program("yoi-render").start(["--style=text"], input: .pipe)
        program.write(Self.delta)
        try waitUntil("the piece is there") { program.outputCount > 0 }
        program.closeOutput()
        let outcome = try program.wait()
        #expect(outcome.status == 0)
        #expect(outcome.stderr.isEmpty)
    }

    @Test func `yoi-render reports that its output cannot be written`() throws {
        let outcome = try Program("yoi-render").run(input: .text(Self.delta), output: .file("/dev/full"))
        #expect(outcome.status == 74)
        #expect(outcome.stderr == "yoi-render: standard output: No space left on device\n")
    }

    @Test func `yoi-render reads its pipe to the end after the first Ctrl-C`() throws {
        let program = try Program("yoi-render").start(["--style=text"], input: .pipe)
        program.write(Self.delta)
        try waitUntil("the piece is there") { program.outputCount == 5 }
        program.signal(SIGINT)
        program.write(Self.delta)
        try waitUntil("the second piece is there") { program.outputCount == 10 }
        program.closeInput()
        #expect(try program.wait().status == 128 + SIGINT)
    }

    @Test(arguments: [[SIGINT, SIGINT], [SIGTERM], [SIGHUP]]) func `yoi-render ends at a signal`(_ signals: [Int32])
        throws
    {
        let program = try Program("yoi-render").start(["--style=text"], input: .pipe)
        program.write(Self.delta)
        try waitUntil("the piece is there") { program.outputCount == 5 }
        for signal in signals {
            program.signal(signal)
            // The system merges two pending signals of a kind.
            program.write(Self.delta)
            if signals.count > 1 { try waitUntil("it goes on") { program.outputCount > 5 || program.hasEnded } }
        }
        #expect(try program.wait(limit: .seconds(5)).status == 128 + (signals.last ?? 0))
    }

    @Test func `SIGQUIT ends yoi-render without a backtrace`() throws {
        let program = try Program("yoi-render").start(
            ["--style=text"], environment: ["SWIFT_BACKTRACE": "enable=yes"], input: .pipe)
        program.write(Self.delta)
        try waitUntil("the piece is there") { program.outputCount == 5 }
        program.signal(SIGQUIT)
        let outcome = try program.wait()
        #expect(outcome.status == 128 + SIGQUIT)
        #expect(outcome.stderr.isEmpty)
    }

    @Test func `a signal ends yoi-render while its reader is stalled`() throws {
        let program = try Program("yoi-render").start(["--style=text"], input: .pipe, output: .stalled)
        Thread.detachNewThread { for _ in 0..<40_000 where !program.hasEnded { program.write(Self.delta) } }
        try program.waitUntilStalled()
        program.signal(SIGTERM)
        try waitUntil("it has ended") { program.hasEnded }
    }

    @Test func `the first Ctrl-C ends yoi-render when it reads a file`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("many", String(repeating: Self.delta, count: 40_000))
        let program = try Program("yoi-render").start(["--style=text", path], output: .stalled)
        try program.waitUntilStalled()
        program.signal(SIGINT)
        try waitUntil("it has ended") { program.hasEnded }
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func `a signal leaves no color for the prompt`(_ signal: Int32) throws {
        let program = try Program("yoi-render").start(
            ["--thinking=show"], environment: ["TERM": "xterm"], input: .pipe, output: .terminal)
        program.write(#"{"event":"thinking_delta","data":{"text":"hm"}}"# + "\n")
        try waitUntil("it thinks") { program.outputSoFar.suffix(2) == Array("hm".utf8)[...] }
        program.signal(signal)
        #expect(try program.wait().text.hasSuffix("hm\u{1B}[0m\r\n"))
    }

    @Test func `yoi-render reads its files one after the other`() throws {
        let path = Fixtures.path("recordings/worker/hello.jsonl")
        let outcome = try Program("yoi-render").run(["--style=text", path, "-", path], input: .text(Self.delta))
        let hello = "Hello! I am ready to work in this repository. What shall I look at first?"
        #expect(outcome.text == hello + "Hello" + hello)
    }

    @Test func `yoi-render shows the files before a missing one`() throws {
        let path = Fixtures.path("recordings/worker/hello.jsonl")
        let outcome = try Program("yoi-render").run([path, "/nonexistent", path])
        #expect(outcome.status == 66)
        #expect(outcome.lines.last?.hasPrefix("── finished") == true)
    }

    @Test func `--timestamps shows the time of arrival, except for regular files`() throws {
        let name = "recordings/worker/hello.jsonl"
        let arguments = ["--timestamps", "--style=compact"]
        let recorded = try Program("yoi-render").run(arguments + [Fixtures.path(name)])
        let live = try Program("yoi-render").run(arguments, input: .bytes(try Fixtures.bytes(name)))
        let margin = "22:06:16 ".count
        // The first line is the date.
        #expect(live.lines.dropFirst().map { $0.dropFirst(margin) } == recorded.lines.map { $0.dropFirst(margin) })
        #expect(live.lines.first?.hasPrefix("         ── 20") == true)
        #expect(live.lines.dropFirst().allSatisfy { $0.dropFirst(2).hasPrefix(":") && $0.dropFirst(5).hasPrefix(":") })
        #expect(recorded.lines.allSatisfy { $0.hasPrefix("         ") })
    }

    @Test func `yoi-render uses colors on a terminal`() throws {
        let outcome = try Program("yoi-render").run(
            environment: ["TERM": "xterm"],
            input: .text(#"{"event":"user_message","data":{"segments":[{"kind":"text","content":"q"}]}}"#),
            output: .terminal)
        #expect(outcome.text.contains("\u{1B}[35m"))
    }

    @Test func `--style text separates texts only on a terminal`() throws {
        let texts = ["one", #"two\n"#, "three"].map { #"{"event":"text_done","data":{"text":"\#($0)"}}"# }.joined()
        let piped = try Program("yoi-render").run(["--style=text"], input: .text(texts))
        #expect(piped.text == "onetwo\nthree")
        let terminal = try Program("yoi-render").run(["--style=text"], input: .text(texts), output: .terminal)
        #expect(terminal.text == "one\r\n\r\ntwo\r\n\r\nthree\r\n")
    }

    @Test func `yoi-render does not link Foundation`() throws {
        let path = try Program("yoi-render").path
        let libraries = try Program(path: "/usr/bin/ldd").run([path]).text
        #expect(libraries.contains("libswiftCore") || !libraries.contains("libswift"))
        #expect(!libraries.contains("Foundation"))
    }
}
