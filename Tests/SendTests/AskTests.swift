import Foundation
import TestSupport
import Testing

/// To ask and wait, as the manual and `scripts/ask.sh` do it.
@Suite(.enabled(if: Peer.jq.isWanted)) struct `Asking and waiting for the answer` {
    private func ask(_ backend: FixtureBackend, _ arguments: String...) throws -> Outcome {
        try start(backend, arguments).wait(limit: .seconds(50))
    }

    private func start(
        _ backend: FixtureBackend, _ arguments: [String], temporary: String = "/tmp"
    ) throws -> RunningProgram {
        let directory = try Program("yoi-send").path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        return try Program(path: Fixtures.path("../../scripts/ask.sh")).start(
            arguments,
            environment: [
                "PATH": directory + ":/usr/local/bin:/usr/bin:/bin", "TMPDIR": temporary, "YOI_BACKEND": backend.url,
                "YOI_RUNTIME_ID": FixtureBackend.runtimeID, "YOI_WORKER_ID": FixtureBackend.workerID,
            ])
    }

    static let answer = "Hello! I am ready to work in this repository. What shall I look at first?"

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            ("hello", 0, answer), ("provider-error", 1, "Half of an answ"), ("cancel", 1, "Working on it"),
            ("refused", 1, ""),
        ])
    func `the status tells how the run ended, the output what was said`(run: String, status: Int32, text: String) throws
    {
        let outcome = try ask(FixtureBackend(["--on-input", run]), "hi?")
        #expect(outcome.status == status, "\(outcome)")
        #expect(outcome.text.trimmingCharacters(in: .newlines) == text)
    }

    @Test(.timeLimit(.minutes(10))) func `a question that is not accepted ends it at once`() throws {
        let backend = try FixtureBackend()
        #expect(try Program("yoi-send").run(backend.target + ["--stop"]).status == 0)
        let outcome = try ask(backend, "hi?")
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.stderr.contains("'rejected'"))
    }

    @Test(.timeLimit(.minutes(10)), arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal leaves nothing behind`(number: Int32) throws {
        let directory = try TemporaryDirectory()
        let left = { try FileManager.default.contentsOfDirectory(atPath: directory.path) }
        let backend = try FixtureBackend()
        let program = try start(backend, ["hi?"], temporary: directory.path)
        // It looks at the stream for 300 ms, behind which the shell obeys.
        try waitUntil("its folder") { try !left().isEmpty }
        program.signal(number)
        #expect(try program.wait().status == 128 + number)
        #expect(try left().isEmpty)
    }

    @Test func `a question must be given`() throws {
        let outcome = try ask(FixtureBackend())
        #expect(outcome.status != 0 && outcome.stderr.contains("usage: ask.sh QUESTION"), "\(outcome)")
    }

    @Test(.timeLimit(.minutes(10))) func `each question gets its own answer`() throws {
        let directory = try TemporaryDirectory()
        let backend = try FixtureBackend(["--on-input", "hello", "--on-input", "cancel", "--on-input", "hello"])
        let outcomes = try (1...3).map { _ in try ask(backend, "hi?", directory.file("cursor")) }
        #expect(outcomes.map(\.status) == [0, 1, 0])
        #expect(outcomes.map { $0.text.contains(Self.answer) } == [true, false, true])
    }

    @Test(.timeLimit(.minutes(10))) func `a run that is going on comes first`() throws {
        let backend = try FixtureBackend(["--play", "hello", "--on-input", "cancel", "--pace", "400ms"])
        let watch = ["--no-transcript", "--until", "turn_start"]
        #expect(try Program("yoi-events").run(backend.target + watch).status == 0)
        let outcome = try ask(backend, "hi?")
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.text.trimmingCharacters(in: .newlines) == "Working on it")
    }

    @Test(.timeLimit(.minutes(10))) func `an answer that is there before anybody looks for it is found`() throws {
        let directory = try TemporaryDirectory()
        let backend = try FixtureBackend(
            ["--on-input", "hello", "--pace", "0", "--state", directory.file("state")])
        let events = { (arguments: [String]) in
            try Program("yoi-events").run(backend.target + ["--cursor-file", directory.file("cursor")] + arguments)
        }
        #expect(try events(["--no-transcript", "--idle-timeout", "300ms"]).status == 0)
        #expect(try Program("yoi-send").run(backend.target + ["-m", "hi?"]).status == 0)
        try waitUntil("the end of the run") {
            let state = directory.read("state") ?? ""
            return state.contains("run_end") && state.components(separatedBy: "\"idle").count > 1
        }
        let answer = try events(["--until-idle", "-x"])
        #expect(answer.status == 0)
        #expect(answer.lines.last == "{\"event\":\"status\",\"data\":{\"status\":\"idle\"}}")
        #expect(answer.lines.filter { $0.contains("\"user_message\"") }.count == 1)
    }
}
