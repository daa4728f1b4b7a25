import Glibc
import TestSupport
import Testing

/// Peers that are silent, and how it is noticed whether they are alive.
@Suite struct `A silent server` {
    @Test(arguments: [#"{"hang": true}"#, #"{"stall": true}"#], BackendAPI.allCases)
    func `a silent server is pinged after one interval and given up after two`(steps: String, api: BackendAPI) throws {
        let backend = try FixtureBackend(script: afterSnapshot(steps), api: api)
        let program = try backend.startFollowing(["--no-transcript", "--retry", "0", "--ping-interval", "200ms"])
        try program.waitForLine { $0.contains("snapshot") }
        let start = ContinuousClock.now
        let outcome = try program.wait()
        let time = start.duration(to: .now)
        #expect(outcome.status == 69 && outcome.stderr.contains("nothing was heard for 0.4"), "\(outcome)")
        #expect(time > .milliseconds(350) && time < .seconds(3), "\(time)")
        #expect(try outcome.lines.map(gist) == ["snapshot", "error", "error"])
        guard steps.contains("hang") else { return }
        let frames = backend.log.compactMap(\.frame)
        #expect(frames.map(\.opcode) == [9] && frames.allSatisfy { $0.masked && $0.fin })
    }

    @Test(arguments: BackendAPI.allCases)
    func `a silent server that answers pings is alive`(api: BackendAPI) throws {
        let backend = try FixtureBackend(script: afterSnapshot(#"{"serve": true}"#), api: api)
        let program = try backend.startFollowing(["--no-transcript", "--ping-interval", "50ms"])
        try waitUntil("ten pings") { backend.log.filter { $0.frame?.opcode == 9 }.count >= 10 }
        program.signal(SIGTERM)
        let outcome = try program.wait()
        #expect(outcome.stderr.isEmpty, "\(outcome)")
        #expect(backend.requests.count == 1)
    }

    @Test(arguments: BackendAPI.allCases)
    func `a server that sends a message byte by byte is alive, and not pinged`(api: BackendAPI) throws {
        // A text frame of 126 bytes, of which 20 come, one each 50 ms.
        let steps = #"{"hex": "81 7e 00 7e"}, {"drip": "{\"kind\":\"event\",\"env", "every": "50ms"}, {"hang": true}"#
        let backend = try FixtureBackend(script: afterSnapshot(steps), api: api)
        let program = try backend.startFollowing(["--no-transcript", "--retry", "0", "--ping-interval", "400ms"])
        let ping = try backend.waitForLog("a ping") { $0.frame?.opcode == 9 }
        let request = try #require(backend.requests.first)
        #expect(ping.ms - request.ms >= 20 * 50 + 350)
        #expect(try program.wait().stderr.contains("nothing was heard for 0.8"))
    }

    @Test(arguments: BackendAPI.allCases)
    func `a silent server is never given up when pings are off`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--script", "socket/goes-silent"], api: api)
        let outcome = try backend.follow(["--no-transcript", "--ping-interval", "0", "--timeout", "800ms"])
        #expect(outcome.status == 124 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(!backend.log.contains { $0.frame?.opcode == 9 })
    }
}
