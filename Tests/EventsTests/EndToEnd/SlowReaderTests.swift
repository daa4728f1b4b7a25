import Foundation
import Glibc
import TestSupport
import Testing

/// Readers of standard output that are slower than the Worker, or gone.
@Suite struct `A reader` {
    static let limit = 64 << 20

    @Test(arguments: BackendAPI.allCases)
    func `a reader that stalls stops reading from the network, in bounded memory, and loses nothing`(api: BackendAPI)
        throws
    {
        // 1 GB.
        let backend = try FixtureBackend(["--generate", "1000000", "--size", "900"], api: api)
        let program = try backend.startFollowing(
            ["--no-transcript", "--ping-interval", "50ms", "-q"], output: .stalled)
        try program.waitUntilStalled()
        #expect(try #require(program.peakMemory) <= Self.limit)
        program.resumeOutput()
        try waitUntil("twenty megabytes", limit: .seconds(30)) { program.outputCount > 20_000_000 }
        // Not the server's silence, but ours: it is not given up.
        program.pauseOutput()
        try program.waitUntilStalled()
        program.resumeOutput()
        let before = program.outputCount
        try waitUntil("more", limit: .seconds(30)) { program.outputCount > before + 2_000_000 }
        #expect(try #require(program.peakMemory) <= Self.limit)
        program.signal(SIGTERM)
        let outcome = try program.wait()
        #expect(outcome.status == 128 + SIGTERM && outcome.stderr.isEmpty, "\(outcome)")
        // The last line may be cut: nobody took the rest of it.
        let numbers = numbers(outcome.lines.dropLast())
        #expect(numbers.count > 20_000 && numbers == Array(1...numbers.count))
        #expect(backend.requests.count == 1)
    }

    @Test(arguments: BackendAPI.allCases)
    func `a reader that stalls for two ping intervals does not make the server seem dead`(api: BackendAPI) throws {
        // More than a pipe holds, less than one read takes; afterwards the server has nothing to say.
        let backend = try FixtureBackend(script: afterSnapshot(#"{"large": 150000}, {"serve": true}"#), api: api)
        let program = try backend.startFollowing(["--no-transcript", "--ping-interval", "50ms"], output: .stalled)
        try program.waitUntilStalled()
        program.resumeOutput()
        try waitUntil("five pings") { backend.log.filter { $0.frame?.opcode == 9 }.count >= 5 }
        program.signal(SIGTERM)
        #expect(try program.wait().stderr.isEmpty)
        #expect(backend.requests.count == 1)
    }

    @Test(arguments: BackendAPI.allCases)
    func `a reader that goes is noticed on an idle stream`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--script", "runs/half-a-run"], api: api)
        let program = try backend.startFollowing(["--no-transcript"])
        try program.waitForLine { $0 == textDelta("a") }
        let start = ContinuousClock.now
        program.closeOutput()
        let outcome = try program.wait()
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(start.duration(to: .now) < .milliseconds(500))
    }

    @Test(arguments: [
        ("runs/half-a-run", "text_delta", Int32(3)), ("runs/finished", "idle", 0), ("runs/failed", "idle", 1),
    ])
    func `a reader that goes does not hide how the run ended`(script: String, last: String, status: Int32) throws {
        let backend = try FixtureBackend(["--script", script])
        let program = try backend.startFollowing(["--no-transcript", "-x"])
        try program.waitForLine { $0.contains(last) && !$0.contains("snapshot") }
        program.closeOutput()
        #expect(try program.wait().status == status)
    }

    @Test(arguments: BackendAPI.allCases)
    func `head as a reader gets what it asked for`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--script", "runs/half-a-run"], api: api)
        let events = try Program("yoi-events").path
        let shell = try Program(path: "/bin/bash").run(
            ["-c", "\"$0\" \"$@\" | head -n 2; exit ${PIPESTATUS[0]}", events] + backend.target + ["--no-transcript"])
        #expect(shell.status == 0 && shell.stderr.isEmpty, "\(shell)")
        #expect(try shell.lines.map(gist) == ["snapshot", "status running"])
    }

    @Test func `a full disk ends the program with 74`() throws {
        let backend = try FixtureBackend(["--script", "runs/half-a-run"])
        for arguments in [["--no-transcript"], ["--no-follow"], ["--list"]] {
            let outcome = try backend.follow(arguments, output: .file("/dev/full"))
            #expect(outcome.status == 74, "\(outcome)")
            #expect(outcome.stderr == "yoi-events: standard output: No space left on device\n")
        }
    }

    @Test func `a file size limit ends the program with 74, and the next run repairs the last line`() throws {
        let folder = try TemporaryDirectory()
        let backend = try FixtureBackend(["--generate", "1000"])
        func append(_ limit: String, _ arguments: [String]) throws -> Outcome {
            try Program(path: "/bin/sh").run(
                ["-c", "ulimit -f \(limit); log=$1; shift; \"$0\" \"$@\" >>\"$log\""]
                    + [Program("yoi-events").path, folder.file("log")] + backend.target
                    + ["--no-transcript", "--cursor-file", folder.file("cursor")] + arguments)
        }
        let first = try append("16", [])
        #expect(first.status == 74 && first.stderr.hasPrefix("yoi-events: standard output: File too large"), "\(first)")
        let log = try #require(folder.read("log"))
        #expect(log.utf8.count == 16 * 512 && log.last != "\n")
        let second = try append("unlimited", ["--until", "status"])
        #expect(second.status == 0, "\(second)")
        let lines = try #require(folder.read("log")).split(separator: "\n").map(String.init)
        #expect(numbers(lines) == Array(1...1_000))
        #expect(try lines.allSatisfy { try !gist($0).isEmpty })
    }

    /// Two programs that write to one pipe whose reader is slow. Without /proc, the pipe can only be written with care, as
    /// if it were another user's.
    @Test(arguments: MountNamespace.isPossible ? ["", "mount -t tmpfs none /proc && "] : [""])
    func `a pipe that is shared with another program gets whole lines`(before: String) throws {
        let backend = try FixtureBackend(["--generate", "3000", "--size", "1500"])
        let shell = try Program(path: before.isEmpty ? "/usr/bin/env" : MountNamespace.program.path).start(
            (before.isEmpty ? [] : MountNamespace.options)
                + ["sh", "-c", before + "{ \"$0\" \"$@\" & \"$0\" \"$@\"; wait; }", try Program("yoi-events").path]
                + backend.target + ["--no-transcript", "--until-idle"], output: .stalled)
        try waitUntil("two writers") { backend.requests.count == 2 }
        shell.resumeOutput()
        let outcome = try shell.wait(limit: .seconds(60))
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        let torn = outcome.lines.filter { (try? gist($0)) == nil }
        #expect(torn.isEmpty && outcome.lines.count == 2 * 3_003, "\(torn.first ?? "\(outcome.lines.count)")")
    }

    @Test(arguments: BackendAPI.allCases)
    func `a terminal gets each event at once`(api: BackendAPI) throws {
        let backend = try FixtureBackend(api: api)
        let program = try backend.startFollowing(["--no-transcript"], output: .terminal)
        try program.waitForLine { $0.contains("snapshot") }
        try backend.publish(textDelta("a"))
        try program.waitForLine { $0.hasPrefix(textDelta("a")) }
        program.signal(SIGINT)
        #expect(try program.wait().status == 128 + SIGINT)
    }
}
