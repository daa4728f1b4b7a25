import Foundation
import Glibc
import TestSupport
import Testing

/// Tests of the helpers that all end-to-end tests rely on.
struct RunningProgramTests {
    private let shell: Program

    init() throws { shell = try Program(path: "/bin/sh") }

    @Test(
        arguments: [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 143), ("kill -KILL $$", 137)] as [(String, Int32)])
    func `a program's status is what a shell would show`(script: String, status: Int32) throws {
        #expect(try shell.run(["-c", script]).status == status)
    }

    @Test func `input, both outputs and the environment arrive whole`() throws {
        let bytes = [UInt8](repeating: 0xff, count: 1 << 20) + [10]
        let outcome = try shell.run(
            ["-c", "cat; echo \"$X$YOI_TOKEN\" >&2"], environment: ["X": "seen"], input: .bytes(bytes))
        #expect(outcome.stdout == bytes)
        #expect(outcome.errorLines == ["seen"])
    }

    @Test func `a program that hangs is killed, and its output is shown`() throws {
        let failure = #expect(throws: TestFailure.self) {
            try shell.run(["-c", "echo so far; exec sleep 60"], limit: .milliseconds(300))
        }
        #expect(failure?.description.contains("so far") == true)
    }

    @Test func `lines are read as they arrive, and a reader that leaves is noticed`() throws {
        let program = try shell.start(["-c", "while read -r line; do echo \"got $line\"; done"], input: .pipe)
        program.write("one\n")
        #expect(try program.nextLine() == "got one")
        program.write("two\nthree\n")
        try program.waitForLine { $0 == "got three" }
        program.closeOutput()
        // Another test's child holds the pipe until it has replaced itself by its program.
        try waitUntil("the shell gets a broken pipe") {
            program.write("four\n")
            return program.hasEnded
        }
        #expect(try program.wait().status == 141)
    }

    @Test func `a stalled reader lets the pipe fill`() throws {
        let program = try shell.start(["-c", "head -c 1000000 /dev/zero; echo >&2 done"], output: .stalledAndCounted)
        #expect(throws: TestFailure.self) { try program.waitForError("done", limit: .milliseconds(300)) }
        #expect(program.outputCount == 0)
        program.resumeOutput()
        try program.waitForError("done")
        try program.wait()
        #expect(program.outputCount == 1_000_000)
    }

    @Test func `a program on a terminal sees a terminal`() throws {
        let outcome = try shell.run(["-c", "test -t 0 && test -t 1 && echo yes"], input: .terminal, output: .terminal)
        #expect(outcome.text == "yes\r\n")
    }

    @Test func `memory and signals reach a running program`() throws {
        let program = try shell.start(["-c", "echo ready; read -r line"], input: .pipe)
        _ = try program.nextLine()
        #expect(try #require(program.peakMemory) > 100_000)
        program.signal(SIGINT)
        #expect(try program.wait().status == 130)
        #expect(program.hasEnded)
    }
}
