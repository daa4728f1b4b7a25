import Foundation
import TestSupport
import Testing

@Suite struct `yoi-send as a process` {
    static let method = "{\"method\":\"notify\",\"params\":{\"message\":\"x\"}}"
    /// A reply that fills any pipe.
    static let largeReply = """
        {"rules":[{"do":[{"respond":{"status":200,"body":"{\\"state\\":\\"accepted\\",\\"x\\":\\"\
        \(String(repeating: "x", count: 300_000))\\"}"}}]}]}
        """

    private func start(
        _ backend: FixtureBackend, _ arguments: [String] = [], input: InputSource = .pipe, output: OutputSink = .kept
    ) throws -> RunningProgram {
        try Program("yoi-send").start(backend.target + arguments, input: input, output: output)
    }

    private func waitForRequests(_ count: Int, at backend: FixtureBackend) throws {
        try waitUntil("\(count) requests") { backend.requests.count >= count }
    }

    // MARK: Input

    @Test(.timeLimit(.minutes(10))) func `each method is sent as soon as its last brace arrives`() throws {
        let backend = try FixtureBackend()
        let program = try start(backend)
        program.write(Self.method)
        try waitForRequests(1, at: backend)
        program.write("\n{\"method\":\"notify\",\"params\":")
        program.write("{\"message\":\"y\"}")
        program.write("}")
        try waitForRequests(2, at: backend)
        #expect(!program.hasEnded)
        program.closeInput()
        #expect(try program.wait().status == 0)
        #expect(backend.requests.last?.body == "{\"kind\":\"system\",\"content\":\"y\"}")
    }

    @Test(.timeLimit(.minutes(10))) func `a connection that is lost between two methods is not reported`() throws {
        let backend = try FixtureBackend(["--quirks", "0"], api: .protocol)
        let program = try start(backend)
        program.write("{\"method\":\"list_workers\"}")
        #expect(try program.nextLine().contains("workers_listed"))
        try backend.endObservers()
        try waitUntil("another connection") {
            backend.requests.count { $0.path?.hasSuffix("/protocol/ws") == true } == 2
        }
        program.write("{\"method\":\"list_workers\"}")
        #expect(try program.nextLine().contains("workers_listed"))
        program.closeInput()
        let outcome = try program.wait()
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
    }

    @Test(
        .timeLimit(.minutes(10)), arguments: [["-m", "x"], ["--notify", "x"], ["--cancel", "-q"], ["--stop", "-q"]])
    func `standard input is left alone when the method is an option`(order: [String]) throws {
        let backend = try FixtureBackend()
        #expect(try start(backend, order).wait().status == 0)
        let other = try FixtureBackend()
        let shell = try Program(path: "/bin/sh").run(
            ["-c", "\"$@\" && cat", "sh", Program("yoi-send").path] + other.target + order, input: .text("left"))
        #expect(shell.text == "left")
    }

    @Test(.timeLimit(.minutes(10))) func `a terminal gets a hint instead of a silent wait`() throws {
        let backend = try FixtureBackend()
        let outcome = try start(backend, input: .terminal).wait()
        #expect(outcome.status == 64)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.stderr.contains("-m TEXT"))
        let asked = try start(backend, ["-m", "-"], input: .terminal)
        try asked.waitForError("Ctrl-D ends it")
        asked.signal(SIGINT)
        #expect(try asked.wait().status == 130)
        #expect(backend.requests.isEmpty)
    }

    @Test(.timeLimit(.minutes(10))) func `a closed standard input is a failure to read it`() throws {
        let backend = try FixtureBackend()
        let shell = try Program(path: "/bin/sh").run(
            ["-c", "\"$@\" <&-", "sh", Program("yoi-send").path] + backend.target)
        #expect(shell.status == 66)
        #expect(shell.errorLines == ["yoi-send: standard input: Bad file descriptor"])
    }

    // MARK: Output

    @Test(.timeLimit(.minutes(10))) func `a reader that goes affects neither what is sent nor the status`() throws {
        let backend = try FixtureBackend()
        let program = try start(backend, ["-k", "--reply"])
        program.closeOutput()
        program.write(Self.method + "{\"method\":\"pause\"}" + Self.method)
        program.closeInput()
        let outcome = try program.wait()
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(backend.requests.count == 2)
    }

    @Test(.timeLimit(.minutes(10))) func `a full disk has its own status, after the methods are sent`() throws {
        let backend = try FixtureBackend()
        let outcome = try start(backend, ["-m", "x", "--reply"], output: .file("/dev/full")).wait()
        #expect(outcome.status == 74)
        #expect(outcome.errorLines == ["yoi-send: standard output: No space left on device"])
        #expect(backend.requests.count == 1)
        #expect(try Program("yoi-send").run(["--help"], output: .file("/dev/full")).status == 74)
        let closed = try Program(path: "/bin/sh").run(
            ["-c", "\"$@\" >&-", "sh", Program("yoi-send").path] + backend.target + ["-m", "x", "--reply"])
        #expect(closed.status == 74)
        #expect(backend.requests.count == 2)
    }

    @Test(.timeLimit(.minutes(10))) func `--help whose reader goes is not a failure`() throws {
        let shell = try Program(path: "/bin/sh").run([
            "-c", "\"$1\" --help | true; \"$1\" --help | head -n 1", "sh", Program("yoi-send").path,
        ])
        #expect(shell.lines == ["Usage: yoi-send [OPTION]... <METHODS"])
        #expect(shell.stderr.isEmpty)
    }

    @Test(.timeLimit(.minutes(10))) func `a slow reader of yoi-send gets every byte`() throws {
        let backend = try FixtureBackend(script: Self.largeReply)
        let program = try start(backend, ["-m", "x", "--reply"], output: .stalled)
        try waitForRequests(1, at: backend)
        program.resumeOutput()
        let outcome = try program.wait()
        #expect(outcome.status == 0)
        #expect(outcome.stdout.count > 300_000)
    }

    // MARK: Signals

    @Test(.timeLimit(.minutes(10)), arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func `a signal ends yoi-send at once, whatever it waits for`(number: Int32, status: Int32) throws {
        let backend = try FixtureBackend(
            script: """
                {"rules":[{"path":"*/cancel","do":[{"hang":true}]}]}
                """)
        let reading = try start(backend, ["--reply"])
        reading.write(Self.method)
        _ = try reading.nextLine()
        reading.signal(number)
        let quiet = try reading.wait(limit: .seconds(5))
        #expect(quiet.status == status)
        #expect(quiet.stderr.isEmpty)

        let asking = try start(backend, ["--cancel"])
        try waitForRequests(2, at: backend)
        asking.signal(number)
        let told = try asking.wait(limit: .seconds(5))
        #expect(told.status == status)
        #expect(
            told.errorLines == [
                "yoi-send: stopped while waiting for 127.0.0.1:\(backend.port); it may have been carried out"
            ])

        let large = try FixtureBackend(script: Self.largeReply)
        let writing = try start(large, ["-m", "x", "--reply"], output: .stalled)
        try waitForRequests(1, at: large)
        try waitUntil("a full pipe") { try Self.bytesWritten(by: writing.pid) >= 65_536 }
        writing.signal(number)
        #expect(try writing.wait(limit: .seconds(5)).status == status)

        try backend.kill()
        let retrying = try start(backend, ["-m", "x", "--retry", "9"])
        try retrying.waitForError("trying again")
        retrying.signal(number)
        #expect(try retrying.wait(limit: .seconds(5)).status == status)
    }

    /// Bytes that a process has written so far, as the system counts them.
    private static func bytesWritten(by pid: Int32) throws -> Int {
        let counts = try String(contentsOfFile: "/proc/\(pid)/io", encoding: .utf8).split(separator: "\n")
        return counts.first { $0.hasPrefix("wchar: ") }.flatMap { Int($0.dropFirst(7)) } ?? 0
    }

    @Test(.timeLimit(.minutes(10))) func `a signal that yoi-send was started to ignore stays ignored`() throws {
        let backend = try FixtureBackend()
        let program = try Program(path: "/bin/sh").start(
            ["-c", "trap '' HUP; exec \"$@\"", "sh", Program("yoi-send").path] + backend.target, input: .pipe)
        program.write(Self.method)
        try waitForRequests(1, at: backend)
        program.signal(SIGHUP)
        program.write(Self.method)
        try waitForRequests(2, at: backend)
        program.closeInput()
        #expect(try program.wait().status == 0)
    }

    // MARK: Connecting

    @Test(.timeLimit(.minutes(10))) func `with --retry a Backend that comes back gets the request once`() throws {
        let backend = try FixtureBackend()
        try backend.kill()
        #expect(try start(backend, ["-m", "x"]).wait().status == 69)
        let program = try start(backend, ["-m", "x", "--retry", "9"])
        try program.waitForError("trying again")
        try backend.restart()
        #expect(try program.wait().status == 0)
        #expect(backend.requests.count == 1)
    }

    @Test(.timeLimit(.minutes(10))) func `--retry limits the attempts`() throws {
        let backend = try FixtureBackend()
        try backend.kill()
        let outcome = try start(backend, ["-m", "x", "--retry", "1"]).wait()
        #expect(outcome.status == 69)
        #expect(outcome.errorLines.count == 2)
        #expect(outcome.lines.count == 1)
        #expect(outcome.stderr.contains("nothing was sent"))
    }

    @Test(.timeLimit(.minutes(10)), arguments: [["--timeout", "300ms"], ["--timeout", "300ms", "--retry", "9"]])
    func `a timeout before anything was sent has its own status`(limits: [String]) throws {
        let hole = try FullListener()
        let target = ["--backend", "http://127.0.0.1:\(hole.port)", "--runtime-id", "r", "--worker-id", "w", "-m", "x"]
        let outcome = try Program("yoi-send").run(target + limits, limit: .seconds(5))
        #expect(outcome.status == 124)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.stderr.contains("nothing was sent"))
    }

    @Test(.timeLimit(.minutes(10))) func `a connect timeout counts as no connection`() throws {
        let hole = try FullListener()
        let outcome = try Program("yoi-send").run(
            [
                "--backend", "http://127.0.0.1:\(hole.port)", "--runtime-id", "r", "--worker-id", "w", "-m", "x",
                "--connect-timeout", "200ms",
            ], limit: .seconds(5))
        #expect(outcome.status == 69)
        #expect(outcome.stderr.contains("nothing was sent"))
    }

    @Test(.timeLimit(.minutes(10))) func `a server that never speaks TLS is given up in time`() throws {
        let backend = try FixtureBackend(script: "{\"rules\":[{\"at\":\"accept\",\"do\":[{\"stall\":true}]}]}")
        let outcome = try Program("yoi-send").run(
            ["--backend", "https://127.0.0.1:\(backend.port)", "--runtime-id", "r", "--worker-id", "w", "-m", "x"]
                + ["--timeout", "300ms"], limit: .seconds(5))
        #expect(outcome.status == 124)
        #expect(outcome.stderr.contains("nothing was sent"))
    }
}
