import Glibc
import TestSupport
import Testing

/// Connections that end, and what is said and asked then.
@Suite struct `An outage` {
    /// On the protocol API what a Worker says that does nothing is in no snapshot.
    private let running = #"{"event":"status","data":{"status":"running"}}"#

    @Test(arguments: ["drop", "reset", "half-close"], BackendAPI.allCases)
    func `an outage is reported once, so is its end, and nothing is lost`(ending: String, api: BackendAPI) throws {
        let backend = try FixtureBackend(api: api)
        let program = try backend.startFollowing(["--no-transcript", "--retry-delay", "20ms"])
        try program.waitForLine { $0.contains("snapshot") }
        try backend.publish(running)
        for text in ["a", "b"] {
            #expect(try backend.endObservers(ending) == 1)
            // Published earlier, it could still find the old connection.
            try program.waitForLine { $0.contains("was lost") }
            try backend.publish(textDelta(text))
            try program.waitForLine { $0 == textDelta(text) }
        }
        program.signal(SIGTERM)
        let outcome = try program.wait()
        let lines = outcome.errorLines
        #expect(lines.count == 4, "\(outcome)")
        for (index, line) in lines.enumerated() {
            let words = index % 2 == 0 ? "; trying again" : ": connected again (attempt 1)"
            #expect(line.hasPrefix("yoi-events: runtime-a:worker-00000001: ") && line.hasSuffix(words), "\(outcome)")
        }
        let remarks = try outcome.lines.filter { try gist($0) == "error" }
        for (index, line) in remarks.enumerated() {
            let words = index % 2 == 0 ? "was lost: " : "goes on"
            #expect(line.contains("The event stream of runtime-a:worker-00000001 \(words)"), "\(outcome)")
        }
        #expect(remarks.count == 4, "\(outcome)")
    }

    @Test(arguments: BackendAPI.allCases)
    func `-q hides outages on standard error`(api: BackendAPI) throws {
        let backend = try FixtureBackend(api: api)
        let program = try backend.startFollowing(["--no-transcript", "--retry-delay", "20ms", "-q"])
        try program.waitForLine { $0.contains("snapshot") }
        try backend.publish(running)
        try backend.endObservers()
        try backend.publish(textDelta("a"))
        try program.waitForLine { $0 == textDelta("a") }
        program.signal(SIGTERM)
        #expect(try program.wait().stderr.isEmpty)
    }

    /// What is printed by itself on each connection.
    static let hopeless: [(script: String, perConnection: [String], words: String)] = [
        ("accepts-and-drops", [], "without a close frame, between two messages"),
        ("accepts-and-resets", [], "broke: Recv failure: Connection reset by peer"),
        ("accept-drop-every-connection", [], "before the handshake was answered"),
        ("snapshot-and-drops", ["snapshot"], "without a close frame, between two messages"),
        ("never-answers", [], "no answer for 0.1 seconds"),
        ("never-reads", [], "no answer for 0.1 seconds"),
    ]

    @Test(arguments: hopeless, BackendAPI.allCases)
    func `an outage that does not end is given up, however often the server accepts`(
        outage: (script: String, perConnection: [String], words: String), api: BackendAPI
    ) throws {
        let (script, perConnection, words) = outage
        let backend = try FixtureBackend(["--script", "socket/" + script], api: api)
        let outcome = try backend.follow(["--no-transcript", "--retry-delay", "1ms", "--connect-timeout", "100ms"])
        #expect(outcome.status == 69, "\(outcome)")
        #expect(backend.log.filter { $0.accepted == true }.count == 4)
        // One outage is reported once, and its end.
        let later = Array(repeating: perConnection, count: 3).flatMap(\.self)
        #expect(try outcome.lines.map(gist) == perConnection + ["error"] + later + ["error"])
        #expect(outcome.text.contains("ended after 3 attempts to connect again"))
        #expect(outcome.errorLines.count == 2, "\(outcome)")
        #expect(outcome.errorLines.allSatisfy { $0.contains(words) }, "\(outcome)")
        #expect(outcome.errorLines.last?.contains("; gave up after 3 attempts to connect again") == true)
    }

    /// Each connection brings a snapshot, which is nothing new.
    @Test(arguments: BackendAPI.allCases)
    func `an outage does not prolong --idle-timeout`(api: BackendAPI) throws {
        let backend = try FixtureBackend(script: afterSnapshot(#"{"hang": "100ms"}, {"end": "drop"}"#), api: api)
        let outcome = try backend.follow(
            ["--no-transcript", "--retry", "forever", "--retry-delay", "10ms", "--idle-timeout", "1s", "-q"])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try outcome.lines.map(gist).count { $0 == "snapshot" } > 1, "\(outcome)")
    }

    @Test func `an outage does not end with an event that is not new`() throws {
        let message = `The stream`.envelope(#"{"event":"usage","data":{}}"#, cursor: #""bo_x""#)
            .replacing("\"", with: "\\\"")
        let backend = try FixtureBackend(script: afterSnapshot(#"{"text": "\#(message)"}, {"end": "drop"}"#))
        let outcome = try backend.follow(["--no-transcript", "--retry", "3", "--retry-delay", "1ms", "-q"])
        #expect(outcome.status == 69 && outcome.text.contains("malformed cursor"), "\(outcome)")
        #expect(backend.requests.count == 4)
    }

    @Test(arguments: BackendAPI.allCases)
    func `an outage ends with the first event other than a snapshot`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--script", "socket/event-and-drops"], api: api)
        let outcome = try backend.follow(["--no-transcript", "--retry", "1", "--retry-delay", "0", "-n", "16", "-q"])
        #expect(outcome.status == 0, "\(outcome)")
        // Each connection brings an event, then that we are connected again, and breaks.
        let round = ["snapshot", "text_delta good", "error", "error"]
        #expect(
            try outcome.lines.map(gist) == ["snapshot", "text_delta good", "error"]
                + Array(Array(repeating: round, count: 7).flatMap(\.self).dropLast(2)))
    }

    @Test(arguments: BackendAPI.allCases)
    func `an outage that the server announced with a close frame is not an error`(api: BackendAPI) throws {
        for (script, words) in [("closes-1001", "(1001: the server goes away)"), ("closes-without-code", "closed the")]
        {
            let backend = try FixtureBackend(["--script", "socket/" + script], api: api)
            let outcome = try backend.follow(["--no-transcript", "--retry-delay", "1ms", "-n", "4"])
            #expect(try outcome.lines.map(gist) == ["snapshot", "text_delta good", "snapshot", "text_delta good"])
            #expect(outcome.stderr.contains(words), "\(outcome)")
            // Our answer carries the same code (RFC 6455 §5.5.1).
            let close = try backend.waitForLog("a close frame") { $0.connection == 1 && $0.frame?.opcode == 8 }
            #expect(close.frame?.code == (script == "closes-1001" ? 1001 : nil))
        }
    }

    @Test(arguments: BackendAPI.allCases)
    func `the waits in an outage grow, beginning with the first one`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--script", "socket/accepts-and-drops"], api: api)
        let outcome = try backend.follow(["--no-transcript", "--retry", "4", "--retry-delay", "40ms"])
        #expect(outcome.status == 69)
        let times = backend.requests.map(\.ms)
        let waits = zip(times.dropFirst(), times).map { $0 - $1 }
        // 40, 80, 160 and 320 ms, each a fifth less at most; a busy machine can only add.
        #expect(waits.count == 4 && zip(waits, [32, 64, 128, 256]).allSatisfy { $0 >= $1 - 2 }, "\(waits)")
    }
}
