import Foundation
import Glibc
import TestSupport
import Testing

/// What the system may do to a program.
@Suite(.timeLimit(.minutes(10))) struct `yoi-send and its system` {
    private func shell(_ script: String, _ arguments: [String]) throws -> RunningProgram {
        try Program(path: "/bin/bash").start(["-c", script, "bash", Program("yoi-send").path] + arguments)
    }

    @Test(.enabled(if: MountNamespace.isPossible, "no permission to hide /proc"))
    func `options work without /proc`() throws {
        let backend = try FixtureBackend()
        let outcome = try MountNamespace.program.run(
            MountNamespace.options
                + ["/bin/sh", "-c", "mount -t tmpfs none /proc && exec \"$@\"", "sh", Program("yoi-send").path]
                + backend.target + ["--dry-run", "-m", "x"])
        #expect(outcome.status == 0 && outcome.lines.count == 1, "\(outcome)")
        #expect(backend.requests.isEmpty)
    }

    @Test func `a lack of file descriptors is reported as such`() throws {
        let backend = try FixtureBackend()
        let outcome = try shell("ulimit -n 5; exec \"$@\"", backend.target + ["-m", "x"]).wait()
        #expect(outcome.status == 69)
        #expect(
            outcome.stderr.contains("Too many open files; raise the limit (ulimit -n); nothing was sent"), "\(outcome)")
    }

    @Test func `a thousand inherited descriptors are not an obstacle`() throws {
        let backend = try FixtureBackend()
        let script = "ulimit -n 4096; for ((n = 3; n < 1100; n++)); do eval \"exec $n</dev/null\"; done; exec \"$@\""
        let outcome = try shell(script, backend.target + ["-m", "x"]).wait()
        #expect(outcome.status == 0, "\(outcome)")
    }

    @Test(arguments: [("", 131), ("trap '' QUIT;", 0)])
    func `SIGQUIT ends yoi-send unless it was ignored at the start`(trap: String, status: Int32) throws {
        let backend = try FixtureBackend()
        let program = try Program(path: "/bin/bash").start(
            ["-c", "\(trap) exec \"$@\"", "bash", Program("yoi-send").path] + backend.target, input: .pipe)
        program.write(`yoi-send as a process`.method)
        try waitUntil("a request") { !backend.requests.isEmpty }
        program.signal(SIGQUIT)
        program.write(`yoi-send as a process`.method)
        program.closeInput()
        #expect(try program.wait().status == status)
    }

    @Test func `a response that arrived while yoi-send was stopped is not late`() throws {
        let backend = try FixtureBackend(
            script: #"""
                {"rules":[{"do":[{"wait":"200ms"},{"send":"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"state\":\"accepted\"}"},
                {"end":"drop"}]}]}
                """#)
        let program = try Program("yoi-send").start(backend.target + ["-m", "x", "--timeout", "1s"])
        try backend.waitForLog("the request") { $0.method != nil }
        program.signal(SIGSTOP)
        let end = ContinuousClock.now + .milliseconds(1_200)
        try backend.waitForLog("the end of the connection") { $0.end != nil }
        try waitUntil("the end of its time") { .now >= end }
        program.signal(SIGCONT)
        let outcome = try program.wait()
        #expect(outcome.status == 0, "\(outcome)")
    }
}
