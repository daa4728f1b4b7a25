import Glibc
import TestSupport
import Testing

/// The ways to name a Worker, and what is asked of the Backend for each.
@Suite struct `A Worker's name` {
    static let workspace = "01a2056e-ca5f-7e32-8fd8-9179681b568a"
    static let other = "01a2056e-ca5f-7e32-8fd8-000000000000"

    /// A Backend's Workers: `r:one` in the first, `s:two` in the second.
    static let twoWorkspaces = [
        "--workspace-id", workspace, "--runtime-id", "r", "--worker-id", "one", "--workspace-id", other,
        "--runtime-id", "s", "--worker-id", "two",
    ]

    struct Case: Sendable {
        var api = BackendAPI.protocol
        var workers = ["--runtime-id", "r", "--worker-id", "one", "--worker-id", "two"]
        let named: [String]
        /// Paths of the requests before the Worker's socket, below `/api`.
        var asks: [String] = []
        /// The Workers whose sockets are opened then, below `/api`.
        var opens: [String] = []
        var status: Int32 = 0
        var says = ""
    }

    static let cases: [Case] = [
        Case(named: ["r:one"], opens: ["/runtimes/r/workers/one"]),
        Case(named: ["one"], asks: ["/workers/one"], opens: ["/runtimes/r/workers/one"]),
        Case(named: ["W-2"], asks: ["/workers/W-2"], opens: ["/runtimes/r/workers/two"]),
        Case(named: ["r:W-2"], asks: ["/runtimes/r/workers/W-2"], opens: ["/runtimes/r/workers/two"]),
        Case(
            named: ["--runtime-id", "r", "--worker-id", "W-1"], asks: ["/runtimes/r/workers/W-1"],
            opens: ["/runtimes/r/workers/one"]),
        Case(
            named: ["W-1", "two"], asks: ["/workers"], opens: ["/runtimes/r/workers/one", "/runtimes/r/workers/two"]),
        Case(named: ["W-1", "one", "r:one"], asks: ["/workers"], opens: ["/runtimes/r/workers/one"]),
        Case(named: ["W-3"], asks: ["/workers/W-3"], status: 67, says: "no Worker is called W-3"),
        Case(
            named: ["@URL/w/\(workspace)/runtimes/r/workers/W-2/console"],
            asks: ["/w/\(workspace)/runtimes/r/workers/W-2"], opens: ["/w/\(workspace)/runtimes/r/workers/two"]),
        Case(
            named: ["--workspace-id", workspace, "two"], asks: ["/w/\(workspace)/workers/two"],
            opens: ["/w/\(workspace)/runtimes/r/workers/two"]),
        Case(
            named: ["--workspace-id", other, "two"], asks: ["/w/\(other)/workers/two"], status: 67,
            says: "no Worker is called two"),
        Case(
            workers: twoWorkspaces, named: ["two"],
            asks: ["/workers/two", "/workspaces?limit=200", "/w/\(workspace)/workers/two", "/w/\(other)/workers/two"],
            opens: ["/w/\(other)/runtimes/s/workers/two"]),
        Case(
            workers: twoWorkspaces, named: ["W-1"],
            asks: ["/workers/W-1", "/workspaces?limit=200", "/w/\(workspace)/workers/W-1", "/w/\(other)/workers/W-1"],
            status: 64, says: "several Workers are called W-1: r:one in \(workspace), s:two in \(other)"),

        Case(api: .events, named: ["r:one"], opens: ["/runtimes/r/workers/one"]),
        Case(
            api: .events, named: ["one"], asks: ["/workers/one", "/workers"], opens: ["/runtimes/r/workers/one"]),
        Case(
            api: .events, named: ["one", "two"], asks: ["/workers"],
            opens: ["/runtimes/r/workers/one", "/runtimes/r/workers/two"]),
        // An id that looks like a key.
        Case(
            api: .events, workers: ["--runtime-id", "r", "--worker-id", "W-7"], named: ["r:W-7"],
            asks: ["/runtimes/r/workers/W-7"], opens: ["/runtimes/r/workers/W-7"]),
        Case(
            api: .events,
            workers: ["--runtime-id", "r", "--worker-id", "one", "--runtime-id", "s", "--worker-id", "one"],
            named: ["one"], asks: ["/workers/one", "/workers"], status: 64,
            says: "several Workers are called one: r:one, s:one; write RUNTIME:WORKER"),
    ]

    @Test(arguments: cases)
    func `a Worker is found by any of its names with as few requests as possible`(example: Case) throws {
        let backend = try FixtureBackend(example.workers, api: example.api)
        let named = example.named.map { $0.replacing("@URL", with: backend.url) }
        let program = try Program("yoi-events").start(backend.backendOptions + named + ["--no-transcript"])
        for _ in example.opens { try program.waitForLine { $0.contains(#""event":"snapshot""#) } }
        if !example.opens.isEmpty { program.signal(SIGTERM) }
        let outcome = try program.wait()
        #expect(outcome.status == (example.opens.isEmpty ? example.status : 128 + SIGTERM), "\(outcome)")
        #expect(outcome.stderr.contains(example.says), "\(outcome)")
        let asked = example.asks.map { "/api" + $0 }
        let opened = example.opens.map { "/api\($0)/\(example.api.socket)" }
        let paths = backend.requests.compactMap(\.path)
        #expect(paths.prefix(asked.count) == asked[...])
        #expect(paths.dropFirst(asked.count).sorted() == opened.sorted())
    }

    @Test func `a wrong name among several Workers does not affect the others`() throws {
        let backend = try FixtureBackend(["--script", "runs/finished"])
        let outcome = try Program("yoi-events").run(
            backend.backendOptions + ["nobody", "worker-00000001", "--no-transcript", "--until-idle"])
        #expect(outcome.status == 67 && outcome.stderr.contains("no Worker is called nobody"), "\(outcome)")
        let envelopes = try outcome.lines.map(Envelope.init)
        #expect(envelopes.first?.worker == "nobody" && envelopes.first?.payload.contains("not_found") == true)
        #expect(envelopes.dropFirst().count == 8, "\(outcome)")
    }
}
