import Glibc
import TestSupport
import Testing

/// A stream that is cut and goes on: nothing lost, nothing repeated.
@Suite struct `A stream that is cut` {
    @Test func `a stream that is cut two hundred times within 100,000 events has each of them once, in order`() throws {
        let backend = try FixtureBackend(["--generate", "100000", "--script", "socket/two-hundred-cuts"])
        let outcome = try backend.follow(
            ["--no-transcript", "--until-idle", "--retry", "forever", "--retry-delay", "1ms", "-q"],
            limit: .seconds(60))
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(numbers(outcome.lines) == Array(1...100_000))
        let endings = backend.log.compactMap(\.end)
        #expect(endings.count >= 200)
        for kind in ["drop", "reset", "half-close"] {
            #expect(endings.contains { $0.hasPrefix("cut after") && $0.hasSuffix(kind) }, "no \(kind)")
        }
    }

    @Test func `a stream that is cut by the Backend's death resumes where it was`() throws {
        let folder = try TemporaryDirectory()
        let backend = try FixtureBackend(["--state", folder.file("state"), "--play", "fix-a-test", "--pace", "2ms"])
        let program = try backend.startFollowing(
            ["--no-transcript", "--until-idle", "--retry-delay", "20ms", "--retry", "20", "-q"])
        for name in ["tool_call_start", "tool_result"] {
            try program.waitForLine { $0.contains(name) }
            try backend.kill()
            try backend.restart()
        }
        let outcome = try program.wait()
        #expect(outcome.status == 0, "\(outcome)")
        let isEvent = { (line: String) in try !["snapshot", "error"].contains(gist(line)) }
        let recorded = try Fixtures.lines("recordings/worker/fix-a-test.jsonl").filter(isEvent)
        #expect(try outcome.lines.filter(isEvent) == recorded)
    }

    @Test func `a stream starts over if the Backend counts from 1 again`() throws {
        let backend = try FixtureBackend()
        let program = try backend.startFollowing(["--no-transcript", "--retry-delay", "20ms", "--retry", "20"])
        try program.waitForLine { $0.contains("snapshot") }
        for text in ["a", "b"] { try backend.publish(textDelta(text)) }
        try program.waitForLine { $0 == textDelta("b") }
        try backend.kill()
        try backend.restart([])
        try program.waitForLine { $0.contains("backend.cursor_unknown_or_expired") }
        try program.waitForLine { $0.contains("snapshot") }
        try backend.publish(textDelta("c"))
        try program.waitForLine { $0 == textDelta("c") }
        program.signal(SIGTERM)
        let outcome = try program.wait()
        #expect(try texts(outcome.lines) == ["a", "b", "c"])
        #expect(outcome.errorLines.count == 3, "\(outcome)")
        // The first try with the old cursor, the next one with none.
        let paths = backend.requests.compactMap(\.path).filter { $0.contains("events/ws") }
        #expect(paths.count == 3 && paths[1].hasSuffix("?cursor=bo_0000000000000003"), "\(paths)")
        #expect(paths.last?.hasSuffix("events/ws") == true, "\(paths)")
    }

    @Test(arguments: ["3", "0"])
    func `a stream whose cursor has expired starts over, whatever --retry says`(retries: String) throws {
        let folder = try TemporaryDirectory()
        let backend = try FixtureBackend(["--script", "runs/half-a-run"])
        let file = folder.file("cursor")
        let arguments = ["--cursor-file", file, "--retry", retries, "--retry-delay", "1ms", "--idle-timeout", "300ms"]
        #expect(try backend.follow(arguments).status == 0)
        #expect(folder.read("cursor")?.contains("bo_0000000000000004") == true)
        try backend.kill()
        try backend.restart([])
        let outcome = try backend.follow(arguments)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try outcome.lines.map(gist) == ["error", "snapshot"], "\(outcome)")
        #expect(folder.read("cursor")?.contains("bo_0000000000000001") == true)
    }

    static let expired =
        #"{"text": "{\"kind\":\"diagnostic\",\"diagnostic\":"#
        + #"{\"code\":\"backend.cursor_unknown_or_expired\",\"message\":\"m\"}}"}, {"end": "drop"}"#

    @Test func `a stream starts over once for an expired cursor, even if each connection brings an event`() throws {
        let event = #"{"event": "{\"event\":\"text_delta\",\"data\":{\"text\":\"a\"}}"}"#
        let backend = try FixtureBackend(script: afterSnapshot("\(event), \(Self.expired)"))
        let outcome = try backend.follow(["--no-transcript", "--retry", "0"])
        #expect(outcome.status == 69, "\(outcome)")
        let round = ["snapshot", "text_delta a", "error"]
        #expect(try outcome.lines.map(gist) == round + round + ["error"], "\(outcome)")
    }

    @Test func `a stream whose cursor expires again and again is given up`() throws {
        let backend = try FixtureBackend(script: afterSnapshot(Self.expired))
        let outcome = try backend.follow(["--no-transcript", "--retry", "2", "--retry-delay", "1ms"])
        #expect(outcome.status == 69, "\(outcome)")
        #expect(backend.requests.count == 4, "\(outcome)")
    }
}
