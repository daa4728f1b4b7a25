import Glibc
import TestSupport
import Testing

/// `--from`: what a stream begins with.
@Suite struct `A stream from now on` {
    /// A Worker that has said something, and somebody has heard it.
    private func backend(_ api: BackendAPI) throws -> FixtureBackend {
        let backend = try FixtureBackend(["--transcript", "3", "--on-input", "hello"], api: api)
        let program = try backend.startFollowing(["--no-transcript", "--until-idle"])
        _ = try program.nextLine()
        try backend.play("hello")
        let outcome = try program.wait()
        #expect(outcome.status == 0 && outcome.text.contains("Hello! "), "\(outcome)")
        return backend
    }

    @Test(arguments: [BackendAPI.events, .protocol])
    func `--from now prints a snapshot without history, and then what happens`(api: BackendAPI) throws {
        let backend = try backend(api)
        let program = try backend.startFollowing(["--from", "now", "--until-idle"])
        let snapshot = try program.nextLine()
        #expect(snapshot.contains(#""entries":[]"#) && snapshot.contains(#""event":"snapshot""#), "\(snapshot)")
        try backend.play("hello")
        let events = try program.wait().lines.map(gist)
        #expect(events.filter { $0 == "snapshot" || $0.hasPrefix("run_end") } == ["snapshot", "run_end finished"])
        #expect(events.count { $0.hasPrefix("text_done ") } == 1, "\(events)")
        #expect(events.last == "status idle")
        #expect(!backend.requests.contains { $0.path?.contains("transcript") == true })
    }

    @Test(arguments: [BackendAPI.events, .protocol])
    func `--from held is the default`(api: BackendAPI) throws {
        let outcome = try backend(api).follow(["--from", "held", "--idle-timeout", "300ms"])
        #expect(outcome.text.contains("Hello! "))
    }

    @Test(arguments: [BackendAPI.events, .protocol])
    func `a stream with --from now loses nothing when it is cut afterwards`(api: BackendAPI) throws {
        let backend = try backend(api)
        let program = try backend.startFollowing(["--from", "now", "--retry-delay", "20ms", "--until-idle"])
        _ = try program.nextLine()
        try backend.endObservers()
        #expect(try Program("yoi-send").run(backend.target + ["-q", "-m", "Hello"]).status == 0)
        let outcome = try program.wait()
        let texts = try outcome.lines.map(gist).filter { $0.hasPrefix("text_done ") }
        #expect(
            texts == ["text_done Hello! I am ready to work in this repository. What shall I look at first?"],
            "\(outcome)")
    }

    @Test(arguments: [BackendAPI.events, .protocol])
    func `a cursor file takes precedence over --from now`(api: BackendAPI) throws {
        let folder = try TemporaryDirectory()
        let backend = try backend(api)
        let arguments = ["--from", "now", "--cursor-file", folder.file("cursor"), "--idle-timeout", "300ms"]
        #expect(try backend.follow(arguments).lines.map(gist) == ["snapshot"])
        try backend.play("hello")
        let outcome = try backend.follow(arguments)
        #expect(try outcome.lines.map(gist).contains { $0.hasPrefix("text_done ") }, "\(outcome)")
    }
}
