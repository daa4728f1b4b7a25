import Foundation
import TestSupport
import Testing

/// What is printed for what arrives on the socket.
@Suite struct `The stream` {
    static let cases: [(script: String, prints: [String])] = [
        ("socket/binary-is-ignored", ["snapshot", "text_delta good"]),
        ("socket/duplicates", ["snapshot", "text_delta good", "text_delta new"]),
        ("socket/foreign-worker", ["snapshot", "error", "text_delta good"]),
        ("socket/not-json", ["snapshot", "error", "error", "error", "error", "text_delta good"]),
    ]

    @Test(arguments: cases)
    func `the stream has every event once, and an error event for what is not an event`(
        script: String, prints: [String]
    ) throws {
        let backend = try FixtureBackend(["--script", script])
        let outcome = try backend.follow(["--no-transcript", "--idle-timeout", "300ms"])
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(try outcome.lines.map(gist) == prints, "\(outcome)")
    }

    @Test(arguments: ["socket/one-byte-writes", "socket/seven-byte-fragments-with-pings"], BackendAPI.allCases)
    func `the stream is the same however its bytes arrive`(script: String, api: BackendAPI) throws {
        let arguments = ["--no-transcript", "--until-idle"]
        let plain = try FixtureBackend(["--on-observe", "hello"], api: api).follow(arguments)
        let backend = try FixtureBackend(["--on-observe", "hello", "--script", script], api: api)
        let outcome = try backend.follow(arguments)
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(
            try outcome.lines.filter { try gist($0) != "snapshot" }
                == plain.lines.filter { try gist($0) != "snapshot" })
        #expect(outcome.lines.count > 20)
        guard script.hasSuffix("pings") else { return }
        // Each ping is answered with its payload, masked; nothing else is said on this observation-only socket.
        let frames = backend.log.compactMap(\.frame)
        #expect(frames.contains { $0.opcode == 10 })
        #expect(frames.dropLast().allSatisfy { $0.opcode == 10 && $0.text == "still there?" && $0.masked && $0.fin })
    }

    @Test(arguments: BackendAPI.allCases)
    func `events are written at once, each in one write, many together in few`(api: BackendAPI) throws {
        let one = try FixtureBackend(api: api)
        let program = try one.startFollowing(["--no-transcript"])
        try program.waitForLine { $0.contains("snapshot") }
        let before = try #require(program.writes)
        for text in ["a", "b", String(repeating: "c", count: 3_000)] {
            try one.publish(textDelta(text))
            try program.waitForLine(limit: .seconds(1)) { $0 == textDelta(text) }
        }
        #expect(program.writes == before + 3)

        let backend = try FixtureBackend(["--generate", "50000"], api: api)
        let many = try backend.startFollowing(["--no-transcript"], output: .counted)
        try waitUntil("forty thousand lines", limit: .seconds(20)) { many.outputCount > 40_000 * 70 }
        #expect(try #require(many.writes) < 4_000)
    }

    static let payloads = [
        #"{"event":"novel_thing","data":{"n":123456789012345678901234567890,"f":-0.0e+07,"s":"\u00e9\/\ud83d\ude00é😀"},"extra":[]}"#,
        #"{ "data" : {"a" : 1, "a" : 2} , "event":"\u0073tatus" }"#,
        #"{"event":"text_delta","data":{"text":"a\nb\r\u0000\u2028\#u{2028}"}}"#,
        #"{"event":"thinking_start"}"#, #"{"event":"thinking_start","data":null}"#, #"{"event":""}"#,
    ]

    @Test(arguments: BackendAPI.allCases)
    func `payloads are passed on byte for byte, known or not`(api: BackendAPI) throws {
        let backend = try FixtureBackend(api: api)
        let program = try backend.startFollowing(["--no-transcript", "-n", "\(Self.payloads.count + 1)"])
        try program.waitForLine { $0.contains("snapshot") }
        try backend.publish(Self.payloads.joined(separator: "\n"))
        let outcome = try program.wait()
        #expect(Array(outcome.lines.dropFirst()) == Self.payloads, "\(outcome)")
    }

    static func script(_ message: String) throws -> String {
        let quoted = String(decoding: try JSONEncoder().encode(message), as: UTF8.self)
        return """
            {"rules":[{"socket": true, "do": [{"upgrade": true}, {"text": \(quoted)}, {"serve": true}]}]}
            """
    }

    static func envelope(_ payload: String, cursor: String = "\"bo_0000000000000001\"") -> String {
        #"{"kind":"event","envelope":{"cursor":\#(cursor),"event_id":"e","runtime_id":"runtime-a","#
            + #""worker_id":"worker-00000001","payload":\#(payload)}}"#
    }

    @Test func `a payload with line breaks between its tokens becomes one line`() throws {
        let backend = try FixtureBackend(
            script: Self.script(Self.envelope("{\n  \"event\" :\r\n\t\"x\",\n\"data\":\"a\\nb\"\n}")))
        let outcome = try backend.follow(["--no-transcript", "-n", "1"])
        #expect(outcome.text == "{   \"event\" :  \t\"x\", \"data\":\"a\\nb\" }\n")
    }

    static let logs: [(before: String, kept: String)] = [
        ("", ""), ("{\"a\":1}\n", "{\"a\":1}\n"), ("{\"a\":1}\n{\"b", "{\"a\":1}\n"), ("{\"half", ""),
        ("a word", "a word\n"), ("{\"a\":1}\nelse", "{\"a\":1}\nelse\n"),
    ]

    @Test(arguments: logs)
    func `output is appended to a log after its last whole line`(before: String, kept: String) throws {
        let folder = try TemporaryDirectory()
        let log = try folder.write("log", before)
        let backend = try FixtureBackend()
        let outcome = try Program(path: "/bin/sh").run(
            ["-c", "log=$1; shift; \"$0\" \"$@\" >>\"$log\"", Program("yoi-events").path, log] + backend.target
                + ["--no-transcript", "-n", "1"])
        #expect(outcome.status == 0, "\(outcome)")
        let text = try #require(folder.read("log"))
        #expect(text.hasPrefix(kept + #"{"event":"snapshot""#) && text.hasSuffix("}}\n"), "\(text)")
    }

    static let bad: [(payload: String, words: String)] = [
        (#"{"data":{}}"#, "no 'event' that is a string"), (#"{"event":7}"#, "no 'event' that is a string"),
        ("[]", "no 'event' that is a string"), (#""status""#, "no 'event'"), ("null", "no 'event'"),
        (#"{"event":"a","event":"b"}"#, "'event' is repeated"),
        (#"{"event":"x","data":01}"#, "at byte"),
        (#"{"event":"x",}"#, "at byte"), (#"{"event":"x","data":NaN}"#, "at byte"),
        (
            #"{"event":"x","data":"# + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}",
            "deep"
        ),
    ]

    @Test(arguments: bad)
    func `an error event says why a payload is not passed on`(payload: String, words: String) throws {
        let backend = try FixtureBackend(script: Self.script(Self.envelope(payload)))
        let outcome = try backend.follow(["--no-transcript", "--idle-timeout", "200ms"])
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(try outcome.lines.map(gist) == ["error"])
        #expect(outcome.text.contains(words), "\(outcome)")
    }

    @Test func `a payload with a malformed cursor is printed, and the stream resumes after the last valid one`() throws
    {
        let backend = try FixtureBackend(
            script: """
                {"rules":[{"socket": true, "do": [{"upgrade": true},
                  {"event": "{\\"event\\":\\"a\\"}", "sequence": 9},
                  {"text": "\(Self.envelope(#"{"event":"b"}"#, cursor: "\"bo_xyz\"").replacing("\"", with: "\\\""))"},
                  {"end": "drop"}]}]}
                """)
        let outcome = try backend.follow(["--no-transcript", "--retry-delay", "1ms", "-n", "3", "-q"])
        #expect(try outcome.lines.map(gist) == ["a", "error", "b", "error", "error", "b"], "\(outcome)")
        #expect(outcome.lines[1].contains("malformed cursor: bo_xyz"))
        try backend.waitForLog("a second connection") { $0.path?.hasSuffix("?cursor=bo_0000000000000009") == true }
    }
}
