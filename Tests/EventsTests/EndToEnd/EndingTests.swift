import Glibc
import TestSupport
import Testing

/// Whatever `yoi-events` is waiting for, it ends at once when it shall.
@Suite struct `In every phase` {
    /// What the program can be waiting for.
    enum Phase: String, CaseIterable, Sendable {
        case transcript, connecting, tls, proxy, upgrade, idle, busy, stalled, reconnecting
    }

    /// What can make it end.
    enum Cause: String, CaseIterable, Sendable {
        case interrupt, terminate, hangUp, readerGone

        var status: Int32 { signal.map { 128 + $0 } ?? 0 }

        var signal: Int32? {
            switch self {
            case .interrupt: SIGINT
            case .terminate: SIGTERM
            case .hangUp: SIGHUP
            case .readerGone: nil
            }
        }
    }

    /// On the protocol API there is no transcript to wait for.
    private static let scenes = BackendAPI.allCases.flatMap { api in
        Phase.allCases.filter { api == .events || $0 != .transcript }.map { ($0, api) }
    }

    @Test(arguments: scenes, Cause.allCases)
    func `in every phase yoi-events ends at once at a signal or when the reader goes`(
        scene: (Phase, BackendAPI), cause: Cause
    ) throws {
        let (phase, api) = scene
        let scene = try Scene(phase, api, phase == .connecting ? ["-v"] : [])
        try scene.waitUntilThere()
        let start = ContinuousClock.now
        if let signal = cause.signal { scene.program.signal(signal) } else { scene.program.closeOutput() }
        let outcome = try scene.program.wait()
        // 0.1 s is promised; the rest is for a machine with too much to do.
        #expect(start.duration(to: .now) < .milliseconds(700))
        #expect(outcome.status == cause.status, "\(outcome)")
        #expect(
            outcome.errorLines.allSatisfy { $0.contains("; trying again") || $0.contains("connecting") }, "\(outcome)")
        // A Backend of the protocol API that is busy sending does not read.
        let closes: [Phase] = api == .events ? [.idle, .busy, .stalled] : [.idle]
        guard closes.contains(phase), let backend = scene.backend else { return }
        let close = try backend.waitForLog("a close frame") { $0.frame?.opcode == 8 }
        #expect(close.frame?.code == 1000)
        let cursor = scene.folder.read("cursor")
        let isSaved = phase == .idle ? #""cursor":"bo_0000000000000004""# : #""cursor":"bo_0"#
        #expect(cursor?.contains(api == .events ? isSaved : #""log":"#) == true)
    }

    @Test(arguments: scenes)
    func `in every phase yoi-events ends at --timeout`(phase: Phase, api: BackendAPI) throws {
        let scene = try Scene(phase, api, ["--timeout", "600ms"])
        let outcome = try scene.program.wait(limit: .seconds(5))
        #expect(outcome.status == 124, "\(outcome)")
    }

    @Test(arguments: [Phase.connecting, .tls, .proxy, .upgrade], BackendAPI.allCases)
    func `yoi-events gives up connecting after --connect-timeout`(phase: Phase, api: BackendAPI) throws {
        let scene = try Scene(phase, api, ["--connect-timeout", "300ms", "--retry", "0"])
        let outcome = try scene.program.wait(limit: .seconds(5))
        #expect(outcome.status == 69 && outcome.errorLines.count == 1, "\(outcome)")
        #expect(outcome.stderr.contains("0.3 seconds"), "\(outcome)")
    }

    @Test func `a signal that yoi-events was started to ignore stays ignored`() throws {
        let backend = try FixtureBackend()
        let events = try Program("yoi-events").path
        let shell = try Program(path: "/bin/sh").start(
            ["-c", "trap '' HUP; exec \"$0\" \"$@\"", events] + backend.target + ["--no-transcript"])
        try shell.waitForLine { $0.contains("snapshot") }
        shell.signal(SIGHUP)
        try backend.publish(textDelta("still here"))
        try shell.waitForLine { $0 == textDelta("still here") }
        shell.signal(SIGTERM)
        #expect(try shell.wait().status == 128 + SIGTERM)
    }
}

/// A run of `yoi-events` on its way into a phase.
private struct Scene {
    let phase: `In every phase`.Phase
    let folder: TemporaryDirectory
    let backend: FixtureBackend?
    let program: RunningProgram
    private let neighbour: FullListener?

    init(_ phase: `In every phase`.Phase, _ api: BackendAPI, _ arguments: [String] = []) throws {
        self.phase = phase
        folder = try TemporaryDirectory()
        neighbour = phase == .connecting ? try FullListener() : nil
        backend = try Self.backend(phase, api)
        let url = backend?.url ?? "http://127.0.0.1:\(neighbour?.port ?? 1)"
        var options = [
            "--backend", phase == .tls ? url.replacing("http:", with: "https:") : url,
            "--runtime", FixtureBackend.runtimeID, "--worker", FixtureBackend.workerID,
            "--cursor-file", folder.file("cursor"), "--connect-timeout", "1m", "--api", api.rawValue,
        ]
        options += phase == .reconnecting ? ["--retry", "forever", "--retry-delay", "1m"] : []
        options += phase == .transcript ? [] : ["--no-transcript"]
        program = try Program("yoi-events").start(
            options + arguments, environment: phase == .proxy ? ["http_proxy": url] : [:],
            output: phase == .busy ? .counted : phase == .stalled ? .stalledAndCounted : .kept)
    }

    private static func backend(_ phase: `In every phase`.Phase, _ api: BackendAPI) throws -> FixtureBackend? {
        switch phase {
        case .transcript: try FixtureBackend(["--script", "http/never-answers"], api: api)
        case .upgrade: try FixtureBackend(["--script", "socket/never-answers"], api: api)
        case .tls, .proxy:
            try FixtureBackend(script: #"{"rules":[{"at": "accept", "do": [{"hang": true}]}]}"#, api: api)
        case .idle: try FixtureBackend(["--script", "runs/half-a-run"], api: api)
        case .busy, .stalled: try FixtureBackend(["--generate", "1000000000"], api: api)
        case .connecting, .reconnecting: nil
        }
    }

    func waitUntilThere() throws {
        switch phase {
        case .transcript: try backend?.waitForLog("a request") { $0.path?.contains("/transcript") == true }
        case .upgrade: try backend?.waitForLog("a request") { $0.path?.hasSuffix("/ws") == true }
        case .tls, .proxy: try backend?.waitForLog("a connection") { $0.accepted == true }
        case .connecting: try program.waitForError("connecting to 127.0.0.1:")
        case .reconnecting: try program.waitForError("trying again")
        case .idle: try program.waitForLine { $0 == textDelta("a") }
        case .busy: try waitUntil("much output") { program.outputCount > 3_000_000 }
        case .stalled: try program.waitUntilStalled()
        }
    }
}
