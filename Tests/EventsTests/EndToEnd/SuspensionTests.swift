import Glibc
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A program that was stopped, or a machine that slept` {
    @Test func `the answer to a handshake that arrived while yoi-events was stopped is not late`() throws {
        let backend = try FixtureBackend(
            script: """
                {"rules":[{"path":"*/events/ws*","do":[{"wait":"200ms"},{"upgrade":true},{"snapshot":true},
                {"event":"{\\"event\\":\\"text_delta\\",\\"data\\":{\\"text\\":\\"a\\"}}"},{"serve":true}]}]}
                """)
        let program = try backend.startFollowing(
            ["--no-transcript", "-n", "2", "--retry", "0", "--connect-timeout", "1s"])
        try backend.waitForLog("the request") { $0.path?.contains("events/ws") == true }
        program.signal(SIGSTOP)
        let end = ContinuousClock.now + .milliseconds(1_200)
        try waitUntil("the end of its time") { .now >= end }
        program.signal(SIGCONT)
        let outcome = try program.wait()
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try outcome.lines.map(gist) == ["snapshot", "text_delta a"])
    }

    @Test(arguments: BackendAPI.allCases)
    func `the answer to a ping that arrived while yoi-events was stopped is not late`(api: BackendAPI) throws {
        let backend = try FixtureBackend(script: afterSnapshot(#"{"serve": true}"#), api: api)
        let program = try backend.startFollowing(
            ["--no-transcript", "--retry", "0", "--ping-interval", "300ms", "--timeout", "2s"])
        _ = try program.nextLine()
        program.signal(SIGSTOP)
        let end = ContinuousClock.now + .milliseconds(800)
        try waitUntil("the end of two intervals") { .now >= end }
        program.signal(SIGCONT)
        #expect(try program.wait().status == 124)
    }
}
