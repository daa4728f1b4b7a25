import TestSupport
import Testing

/// Each option of `yoi-events`, on a scripted worker whose lines are known.
@Suite struct `An option` {
    struct Case: Sendable, CustomTestStringConvertible {
        var server = ["--script", "runs/finished"]
        let arguments: String
        var prints: [String]
        var status: Int32 = 0
        var says: [String] = []

        var testDescription: String { "\(arguments) on \(server.joined(separator: " "))" }
    }

    static let past = ["snapshot", "alert", "user_message message 2"]
    static let run = [
        "snapshot", "status running", "turn_start", "text_delta a", "text_delta b", "text_done ab",
        "run_end finished", "status idle",
    ]
    static let failedRun = ["snapshot", "status running", "turn_start", "text_delta a", "error", "status idle"]
    static let pausedRun = [
        "snapshot", "status running", "turn_start", "text_delta a", "run_end paused", "status paused",
    ]
    static let withPast = ["--script", "runs/finished", "--transcript", "2"]
    static let failed = ["--script", "runs/failed"]
    static let paused = ["--script", "runs/paused"]
    static let silent = ["--script", "runs/silent"]
    static let half = ["--script", "runs/half-a-run"]
    static let lost = "The event stream of runtime-a:worker-00000001 was lost: "

    static let cases: [Case] = [
        // What to print.
        Case(server: withPast, arguments: "-n 10", prints: past + run.dropFirst()),
        Case(server: withPast, arguments: "--no-transcript -n 8", prints: run),
        Case(server: withPast, arguments: "--no-follow", prints: past),
        Case(server: withPast, arguments: "--after bo_0000000000000007 -n 8", prints: run),
        Case(
            server: ["--generate", "9"], arguments: "--after BO_0000000000005000", prints: [], status: 64,
            says: ["--after", "not a cursor", "bo_0000000000000001"]),

        // When to end.
        Case(arguments: "--no-transcript --until text_done", prints: Array(run.prefix(6))),
        Case(
            arguments: "--no-transcript --until run-end,text_delta", prints: Array(run.prefix(4)),
            says: ["unknown event 'run-end'; did you mean run_end?"]),
        Case(arguments: "--no-transcript --until usage --until=turn_start", prints: Array(run.prefix(3))),
        Case(server: withPast, arguments: "--until user_message", prints: past),
        Case(server: withPast, arguments: "--until snapshot", prints: ["snapshot"]),
        Case(arguments: "--no-transcript --until-idle", prints: run),
        Case(server: paused, arguments: "--no-transcript --until-idle", prints: pausedRun),
        Case(server: failed, arguments: "--no-transcript --until-idle", prints: failedRun),
        Case(arguments: "--count 0", prints: []),
        Case(arguments: "--no-transcript --count=1", prints: ["snapshot"]),
        Case(server: withPast, arguments: "-n2", prints: Array(past.prefix(2))),
        Case(
            server: ["--script", "socket/accepts-and-drops"], arguments: "--no-transcript -n 1 --until error --retry 0",
            prints: ["error", "error"], status: 69, says: ["ended without a close frame"]),
        Case(
            server: half, arguments: "--no-transcript --timeout 300ms", prints: Array(run.prefix(4)), status: 124),
        Case(server: half, arguments: "--no-transcript --idle-timeout 0.2", prints: Array(run.prefix(4))),
        Case(server: silent, arguments: "--no-transcript --idle-timeout 100ms", prints: ["snapshot"]),
        // What was waited for has not come.
        Case(
            server: half, arguments: "--no-transcript --until usage --idle-timeout 200ms",
            prints: Array(run.prefix(4)), status: 124),
        Case(
            server: half, arguments: "--no-transcript --until-idle --idle-timeout 200ms",
            prints: Array(run.prefix(4)), status: 124),
        Case(
            server: half, arguments: "--no-transcript -n 5 --idle-timeout 200ms", prints: Array(run.prefix(4)),
            status: 124),
        Case(server: half, arguments: "--no-transcript -n 4 --idle-timeout 200ms", prints: Array(run.prefix(4))),
        Case(server: silent, arguments: "--no-transcript --timeout 0 --idle-timeout 100ms", prints: ["snapshot"]),
        Case(
            server: silent, arguments: "--no-transcript --idle-timeout 0 --timeout 300ms", prints: ["snapshot"],
            status: 124),

        // The exit status of the run.
        Case(arguments: "--no-transcript --until-idle -x", prints: run),
        Case(server: failed, arguments: "--no-transcript --until-idle -x", prints: failedRun, status: 1),
        Case(server: paused, arguments: "--no-transcript --until-idle --exit-status", prints: pausedRun, status: 1),
        Case(
            server: half, arguments: "--no-transcript -x --idle-timeout 200ms", prints: Array(run.prefix(4)),
            status: 3),
        Case(
            server: failed, arguments: "--no-transcript -x --until error", prints: Array(failedRun.prefix(5)), status: 1
        ),
        Case(server: withPast, arguments: "-x --no-follow", prints: past, status: 3),
        Case(
            server: half, arguments: "--no-transcript -x --timeout 300ms", prints: Array(run.prefix(4)), status: 124),
        Case(
            server: ["--script", "socket/snapshot-and-drops"], arguments: "--no-transcript -x --retry 0",
            prints: ["snapshot", "error", "error"], status: 3, says: ["ended without a close frame"]),
        Case(
            server: ["--script", "socket/refuses-500"], arguments: "--no-transcript -x --retry 0",
            prints: ["error", "error"], status: 69, says: ["it broke"]),

        // The connection.
        Case(
            server: ["--script", "socket/never-answers"], arguments: "--no-transcript --retry 0 --connect-timeout 0.2",
            prints: ["error", "error"], status: 69, says: ["no answer for 0.2 seconds"]),
        Case(arguments: "--no-transcript -n 1 --connect-timeout 0", prints: ["snapshot"]),
        Case(
            server: ["--script", "socket/accepts-and-drops"], arguments: "--no-transcript --retry 2 --retry-delay 1ms",
            prints: ["error", "error"], status: 69,
            says: ["trying again", "gave up after 2 attempts to connect again"]),
        Case(
            server: ["--script", "socket/message-of-65-mib"], arguments: "--no-transcript",
            prints: ["snapshot", "text_delta good", "error"], status: 76,
            says: ["longer than the limit of 67108864 bytes", "raise --max-message"]),
        Case(
            server: ["--script", "socket/message-of-65-mib-in-fragments"],
            arguments: "--no-transcript --max-message 3MiB", prints: ["snapshot", "text_delta good", "error"],
            status: 76, says: ["limit of 3145728 bytes"]),
        Case(
            arguments: "--no-transcript --max-message 100", prints: ["error"], status: 76,
            says: ["longer than the limit of 100 bytes"]),
        Case(
            server: ["--transcript", "9"], arguments: "--no-follow --max-message 100", prints: ["error"], status: 76,
            says: ["is longer than 100 bytes; raise --max-message"]),
        Case(
            arguments: "--list --max-message 100", prints: [], status: 76,
            says: ["is longer than 100 bytes; raise --max-message"]),

        // Messages.
        Case(
            server: ["--script", "socket/accepts-and-drops"], arguments: "--no-transcript --retry 1 --retry-delay 0 -q",
            prints: ["error", "error"], status: 69, says: ["gave up after 1 attempt to connect again"]),
        Case(
            arguments: "--no-transcript -n 1 -v", prints: ["snapshot"],
            says: ["connecting to 127.0.0.1:", "/events/ws"]),
    ]

    @Test(arguments: cases)
    func `each option does what it says`(_ example: Case) throws {
        let backend = try FixtureBackend(example.server)
        let outcome = try backend.follow(example.arguments.split(separator: " ").map(String.init))
        #expect(outcome.status == example.status, "\(outcome)")
        #expect(try outcome.lines.map(gist) == example.prints, "\(outcome)")
        // One message for each thing that is said, each a line with the program's name.
        #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("yoi-events: ") }, "\(outcome)")
        #expect(example.says.allSatisfy(outcome.stderr.contains), "\(outcome)")
        if example.says.isEmpty { #expect(outcome.stderr.isEmpty) }
        if example.arguments.hasSuffix("-q") { #expect(outcome.errorLines.count == 1) }
    }

    static let ends: [(String, String, Int32)] = [
        (
            #"{"event":"turn_start","data":{"turn":0}}"#,
            #"{"event":"error","data":{"code":"provider_error","message":"m"}}"#, 1
        ),
        (
            #"{"event":"run_end","data":{"result":"finished"}}"#,
            #"{"event":"error","data":{"code":"not_paused","message":"m"}}"#, 0
        ),
    ]

    @Test(arguments: ends)
    func `--exit-status gives the same status as in yoi-render`(first: String, second: String, status: Int32) throws {
        let backend = try FixtureBackend()
        let program = try backend.startFollowing(["--no-transcript", "-x", "-n", "3"])
        try program.waitForLine { $0.contains("snapshot") }
        try backend.publish(first, second)
        #expect(try program.wait().status == status)
    }

    @Test func `--envelope wraps each line, with a null cursor where there is none`() throws {
        let backend = try FixtureBackend(["--script", "runs/half-a-run", "--transcript", "2"])
        let outcome = try backend.follow(["--envelope", "-n", "4", "--runtime", "runtime-a"])
        let head = { (cursor: String) in
            #"{"cursor":\#(cursor),"runtime_id":"runtime-a","worker_id":"worker-00000001","received_at":"TIME","#
                + #""payload":{"event":"#
        }
        // A time in UTC with milliseconds, RFC 3339.
        let lines = outcome.lines.map {
            $0.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "TIME")
        }
        #expect(outcome.lines.count == 4)
        #expect(lines.prefix(3).allSatisfy { $0.hasPrefix(head("null")) && $0.hasSuffix("}}") })
        #expect(lines.last == head(#""bo_0000000000000002""#) + #""status","data":{"status":"running"}}}"#)
    }

    @Test func `--list prints each Worker on a line, verbatim, and needs no ids`() throws {
        let backend = try FixtureBackend(["--worker-id", "w/1", "--worker-id", "w 2"])
        let outcome = try Program("yoi-events").run(["--list", "--backend", backend.url + "//"])
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(outcome.lines.count == 2)
        for name in ["w/1", "w 2"] {
            let head = #"{"runtime_id":"runtime-a","worker_id":"\#(name)","#
            #expect(outcome.lines.contains { $0.hasPrefix(head) && $0.hasSuffix("}") }, "\(outcome)")
        }
        #expect(backend.requests.map(\.path) == ["/api/workers"])
    }

    @Test func `--help fits a terminal and --version says which`() throws {
        let help = try Program("yoi-events").run(["--no-such", "--help"])
        #expect(help.status == 64)
        for arguments in [["--help"], ["-h"], ["--count", "1", "--help", "--no-such"]] {
            let help = try Program("yoi-events").run(arguments)
            #expect(help.status == 0 && help.stderr.isEmpty)
            #expect(help.lines.allSatisfy { $0.count <= 80 })
            #expect(help.text.hasPrefix("Usage: yoi-events "))
        }
        let version = try Program("yoi-events").run(["-V"])
        #expect(version.status == 0 && !version.lines.isEmpty && version.text.hasPrefix("yoi-events "))
    }
}
