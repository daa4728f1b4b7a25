import Foundation
import TestSupport
import Testing

@Suite struct `yoi-send --follow` {
    private func start(_ backend: FixtureBackend, _ arguments: [String]) throws -> RunningProgram {
        try Program("yoi-send").start(backend.target + ["--follow"] + arguments)
    }

    private func follow(_ backend: FixtureBackend, _ arguments: String...) throws -> Outcome {
        try start(backend, arguments).wait(limit: .seconds(40))
    }

    /// Until the Worker's run has begun.
    private func waitForRun(_ backend: FixtureBackend, until event: String = "turn_start") throws {
        #expect(try Program("yoi-events").run(backend.target + ["--no-transcript", "--until", event]).status == 0)
    }

    static let answer = "Hello! I am ready to work in this repository. What shall I look at first?"

    private func text(_ outcome: Outcome) throws -> String {
        try Program("yoi-render").run(["--style", "text"], input: .text(outcome.text)).text
            .trimmingCharacters(in: .newlines)
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            ("hello", 0, answer), ("provider-error", 1, "Half of an answ"), ("cancel", 1, "Working on it"),
        ] as [(String, Int32, String)], BackendAPI.allCases)
    func `--follow prints what happens, and ends as the run ends`(
        run: (name: String, status: Int32, text: String), api: BackendAPI
    ) throws {
        let outcome = try follow(FixtureBackend(["--on-input", run.name], api: api), "-m", "hi?")
        #expect(outcome.status == run.status, "\(outcome)")
        #expect(try text(outcome) == run.text)
        #expect(outcome.lines.last == #"{"event":"status","data":{"status":"idle"}}"#)
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow ends at once when the method is refused`(api: BackendAPI) throws {
        let backend = try FixtureBackend(api: api)
        #expect(try Program("yoi-send").run(backend.target + ["--cancel", "-q"]).status == (api == .events ? 0 : 1))
        let refused =
            api == .events
            ? try follow(backend, "-m", "hi?")
            : try start(backend, ["--resume"]).wait(limit: .seconds(20))
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.errorLines.count == 1)
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow is refused by a busy Worker, or waits with --wait`(api: BackendAPI) throws {
        let backend = try FixtureBackend(
            ["--play", "provider-error", "--on-input", "hello", "--pace", "400ms", "--quirks", "0"], api: api)
        try waitForRun(backend)
        let refused = try follow(backend, "-m", "hi?")
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.stderr.contains("--wait"))
        #expect(refused.lines.count == 1)
        let outcome = try follow(backend, "--wait", "-m", "hi?")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try text(outcome) == Self.answer)
    }

    @Test(.timeLimit(.minutes(10))) func `--follow says what to do about a paused Worker`() throws {
        let backend = try FixtureBackend(["--play", "hello", "--pace", "300ms", "--quirks", "0"], api: .protocol)
        // Before it has said anything, a run is not paused but rolled back.
        try waitForRun(backend, until: "text_delta")
        #expect(try Program("yoi-send").run(backend.target + ["--pause"]).status == 0)
        let refused = try follow(backend, "--wait", "-m", "hi?")
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.stderr.contains("--resume or --cancel"))
        let resumed = try follow(backend, "--resume")
        #expect(resumed.status == 0, "\(resumed)")
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow sends each method after the run of the previous one`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--on-input", "provider-error"], api: api)
        let methods = ["a", "b"].map { #"{"method":"run","params":{"input":[{"kind":"text","content":"\#($0)"}]}}"# }
        let program = try Program("yoi-send").start(
            backend.target + ["--follow"], input: .text(methods.joined(separator: "\n")))
        let outcome = try program.wait(limit: .seconds(40))
        #expect(outcome.status == 1, "\(outcome)")
        #expect(try text(outcome) == Self.answer + "\n\nHalf of an answ" || text(outcome).contains("Half of an answ"))
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow gives the status of its own run, not of the previous one`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--on-input", "provider-error"], api: api)
        let outcomes = try ["one", "two"].map { try follow(backend, "-m", $0) }
        #expect(outcomes.map(\.status) == [0, 1], "\(outcomes)")
        #expect(try outcomes.map(text) == [Self.answer, "Half of an answ"])
    }

    @Test(.timeLimit(.minutes(10))) func `--follow prints nothing for a notification that begins no run`() throws {
        let backend = try FixtureBackend(api: .protocol)
        let method = #"{"method":"notify","params":{"message":"x","auto_run":false}}"#
        let outcome = try Program("yoi-send").run(backend.target, input: .text(method))
        #expect(outcome.status == 3, "\(outcome)")
        #expect(backend.requests.allSatisfy { $0.method != "POST" })
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow ignores what another client sends meanwhile`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--pace", "200ms", "--quirks", "0"], api: api)
        let program = try start(backend, ["-m", "hi?"])
        while !(try program.nextLine(limit: .seconds(20))).contains("\"text_delta\"") {}
        let other = try Program("yoi-send").run(backend.target + ["-q", "-m", "me, too"])
        // The events API takes the other's input for afterwards.
        #expect(other.status == (api == .events ? 0 : 1), "\(other)")
        let outcome = try program.wait(limit: .seconds(40))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try text(outcome) == Self.answer)
    }

    @Test(.timeLimit(.minutes(10))) func `--follow ends when another client cancels the run`() throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--pace", "200ms"], api: .protocol)
        let program = try start(backend, ["-m", "hi?"])
        while !(try program.nextLine(limit: .seconds(20))).contains("\"text_delta\"") {}
        #expect(try Program("yoi-send").run(backend.target + ["--cancel"]).status == 0)
        #expect(try program.wait(limit: .seconds(20)).status == 1)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["drop", "reset"], BackendAPI.allCases)
    func `--follow resumes after a disconnection`(ending: String, api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "hello", "--pace", "200ms"], api: api)
        let program = try start(backend, ["-m", "hi?"])
        while !(try program.nextLine(limit: .seconds(20))).contains("\"text_delta\"") {}
        try backend.endObservers(ending)
        let outcome = try program.wait(limit: .seconds(40))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.lines.last == #"{"event":"status","data":{"status":"idle"}}"#)
    }

    /// Follows a run during which the Backend is killed and started again.
    private func followRestart(on runtime: String = FixtureBackend.runtimeID, _ api: BackendAPI) throws -> Outcome {
        let directory = try TemporaryDirectory()
        let backend = try FixtureBackend(
            ["--on-input", "hello", "--pace", "200ms", "--state", directory.file("state"), "--runtime-id", runtime]
                + ["--worker-id", "w"], api: api)
        let target = backend.backendOptions + ["--runtime-id", runtime, "--worker-id", "w"]
        let program = try Program("yoi-send").start(target + ["--follow", "-m", "hi?", "--retry", "9"])
        while !(try program.nextLine(limit: .seconds(20))).contains("\"text_delta\"") {}
        try backend.kill()
        try backend.restart()
        let outcome = try program.wait(limit: .seconds(40))
        #expect(outcome.lines.last == #"{"event":"status","data":{"status":"idle"}}"#)
        let methods = backend.log.filter { $0.frame?.text?.contains("\"run\"") ?? false }
        #expect(methods.count == (api == .events ? 0 : 1), "it is not sent again")
        return outcome
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow resumes after a restart of the Backend`(api: BackendAPI) throws {
        let outcome = try followRestart(api)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(try text(outcome) == Self.answer)
    }

    @Test(.timeLimit(.minutes(10))) func `--follow reports a run that was ended by a restart of the Backend`() throws {
        let outcome = try followRestart(on: "embedded-worker-runtime", .protocol)
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.text.contains(#""kind":"run_lost""#))
    }

    @Test(.timeLimit(.minutes(10))) func `--follow cancels the run at the first Ctrl-C`() throws {
        let backend = try FixtureBackend(["--on-input", "fix-a-test", "--pace", "300ms"], api: .protocol)
        let program = try start(backend, ["-m", "hi?"])
        while !(try program.nextLine(limit: .seconds(20))).contains("\"tool_call_start\"") {}
        program.signal(SIGINT)
        let outcome = try program.wait(limit: .seconds(20))
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.text.contains("\"Cancelled\""))
    }

    @Test(.timeLimit(.minutes(10))) func `--follow ends at Ctrl-C if no run can be cancelled`() throws {
        let backend = try FixtureBackend(["--on-input", "fix-a-test", "--pace", "300ms"], api: .events)
        let program = try start(backend, ["-m", "hi?"])
        while !(try program.nextLine(limit: .seconds(20))).contains("\"turn_start\"") {}
        program.signal(SIGINT)
        #expect(try program.wait(limit: .seconds(20)).status == 130)
        #expect(backend.requests.filter { $0.method == "POST" }.count == 1)
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow leaves the run alone at --timeout`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "fix-a-test", "--pace", "1s"], api: api)
        let outcome = try follow(backend, "-m", "hi?", "--timeout", "2s")
        #expect(outcome.status == 124, "\(outcome)")
        #expect(!backend.log.contains { $0.frame?.text?.contains("cancel") ?? false })
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow ends when its reader goes`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "fix-a-test", "--pace", "1s", "--quirks", "0"], api: api)
        let program = try start(backend, ["-m", "hi?"])
        while !(try program.nextLine(limit: .seconds(20))).contains("\"turn_start\"") {}
        program.closeOutput()
        // The run takes a minute.
        let outcome = try program.wait(limit: .seconds(5))
        #expect(outcome.status == 3 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(!backend.log.contains { $0.frame?.text?.contains("cancel") ?? false })
    }

    @Test(.timeLimit(.minutes(10)), arguments: BackendAPI.allCases)
    func `--follow sends the method even if its reader has gone already`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--on-input", "fix-a-test", "--pace", "1s", "--quirks", "0"], api: api)
        let program = try start(backend, ["-m", "hi?"])
        program.closeOutput()
        let outcome = try program.wait(limit: .seconds(10))
        #expect(outcome.status == 3 && outcome.stderr.isEmpty, "\(outcome)")
        let posts = backend.requests.count { $0.method == "POST" }
        #expect(posts + backend.log.count { $0.frame?.text?.contains("\"run\"") ?? false } == 1)
    }

    @Test func `options that --follow would ignore are refused`() throws {
        let backend = try FixtureBackend(api: .protocol)
        for wrong in [["--wait", "-m", "x"], ["--follow", "--dry-run", "-m", "x"]] {
            #expect(try Program("yoi-send").run(backend.target + wrong).status == 64)
        }
    }
}
