import Foundation
import Glibc
import TestSupport
import Testing

/// `--all`: the Workers that a Backend has, and those that it will have.
@Suite struct `All Workers` {
    static func worker(_ number: Int) -> String { String(format: "worker-%08d", number) }

    /// Follows all, and returns at once.
    private func start(_ backend: FixtureBackend, _ arguments: String = "") throws -> RunningProgram {
        try Program("yoi-events").start(
            backend.backendOptions + ["--all", "--list-interval", "50ms", "--retry-delay", "20ms"]
                + arguments.split(separator: " ").map(String.init))
    }

    /// Waits for the first line of each of these Workers, in any order.
    private func wait(for workers: [String], of program: RunningProgram) throws {
        var missing = Set(workers)
        while !missing.isEmpty {
            let line = try program.nextLine()
            let worker = try Envelope(line).worker
            #expect(worker.isEmpty || workers.contains(worker), "\(line)")
            missing.remove(worker)
        }
    }

    @Test(arguments: BackendAPI.allCases)
    func `--all follows Workers from their first event on, including later ones`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--workers", "3", "--quirks", "0"], api: api)
        let program = try start(backend, "--no-transcript")
        try wait(for: (1...3).map(Self.worker), of: program)
        try backend.control("add", worker: "later")
        try backend.control("publish", textDelta("first"), worker: "later")
        try program.waitForLine { $0.contains(#""worker_id":"later""#) && $0.contains("first") }
        try backend.control("publish", textDelta("second"), worker: "later")
        try program.waitForLine { $0.contains(#""worker_id":"later""#) && $0.contains("second") }
        // On the protocol API they are announced, on the other one the list is asked for.
        let lists = backend.requests.count { $0.path?.hasSuffix("/workers") == true }
        let subscriptions = backend.requests.count { $0.path?.hasSuffix("681b568a/protocol/ws") == true }
        #expect(api == .events ? lists > 1 && subscriptions == 0 : lists == 0 && subscriptions == 1)
        program.signal(SIGTERM)
        let outcome = try program.wait()
        #expect(outcome.status == 128 + SIGTERM && outcome.stderr.isEmpty, "\(outcome)")
    }

    @Test(arguments: BackendAPI.allCases)
    func `Workers that are removed end without a message, and can come back`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--workers", "2"], api: api)
        let program = try start(backend, "--no-transcript")
        try wait(for: (1...2).map(Self.worker), of: program)
        try backend.control("remove", worker: Self.worker(2))
        // The list is printed before the connection ends.
        let end = ContinuousClock.now + .milliseconds(400)
        try waitUntil("the list") { .now > end }
        try backend.endObservers()
        try program.waitForLine { $0.contains(Self.worker(1)) && $0.contains("snapshot") }
        try backend.control("add", worker: Self.worker(2))
        try program.waitForLine { $0.contains(Self.worker(2)) && $0.contains("snapshot") }
        program.signal(SIGTERM)
        let outcome = try program.wait()
        let ours = try outcome.lines.map(Envelope.init).filter { $0.isOurs && $0.worker == Self.worker(2) }
        #expect(ours.isEmpty, "\(outcome)")
    }

    @Test func `--state selects Workers, whenever they enter the state`() throws {
        let backend = try FixtureBackend(["--workers", "3", "--quirks", "0"], api: .protocol)
        try backend.control("publish", #"{"event":"status","data":{"status":"running"}}"#, worker: Self.worker(2))
        let program = try start(backend, "--state running --no-transcript")
        try wait(for: [Self.worker(2)], of: program)
        try backend.control("publish", #"{"event":"status","data":{"status":"running"}}"#, worker: Self.worker(3))
        try wait(for: [Self.worker(2), Self.worker(3)].suffix(1), of: program)
        program.signal(SIGTERM)
        let workers = Set(try program.wait().lines.map(Envelope.init).map(\.worker))
        #expect(workers == [Self.worker(2), Self.worker(3)])
    }

    @Test func `--all includes the Workers of all Workspaces, unless one is named`() throws {
        let other = "01a2056e-ca5f-7e32-8fd8-000000000000"
        let backend = try FixtureBackend(
            ["--worker-id", "one", "--workspace-id", other, "--worker-id", "two"], api: .protocol)
        let all = try start(backend)
        try wait(for: ["one", "two"], of: all)
        let one = try start(backend, "--workspace-id \(other)")
        try wait(for: ["two"], of: one)
        for program in [all, one] {
            program.signal(SIGTERM)
            #expect(try program.wait().status == 128 + SIGTERM)
        }
    }

    @Test func `Workers of Workspaces that are created later are followed from their first event on`() throws {
        let backend = try FixtureBackend(["--workers", "1", "--quirks", "0"], api: .protocol)
        let program = try start(backend, "--from now")
        try wait(for: [Self.worker(1)], of: program)
        let other = "01a2056e-ca5f-7e32-8fd8-000000000000"
        try backend.control("add", worker: "later", workspace: other)
        let life = `Many Workers in one stream`.Life("later", words: 1)
        try backend.control("publish", life.events.joined(separator: "\n"), worker: "later", workspace: other)
        try program.waitForLine { $0.contains(#""worker_id":"later""#) && $0.contains("run 0 for later") }
        program.signal(SIGTERM)
        let outcome = try program.wait()
        #expect(outcome.status == 128 + SIGTERM && outcome.stderr.isEmpty, "\(outcome)")
    }

    @Test func `with a cursor file, Workers that are new since the last time are followed from their first event on`()
        throws
    {
        let folder = try TemporaryDirectory()
        let arguments = "--from now --state running,paused --cursor-file " + folder.file("cursors")
        let backend = try FixtureBackend(["--workers", "2", "--quirks", "0"], api: .protocol)
        func publish(_ worker: String, run: Int, last: Int) throws {
            let events = `Many Workers in one stream`.Life(worker, words: 1, run: run).events.dropLast(last)
            try backend.control("publish", events.joined(separator: "\n"), worker: worker)
        }
        /// Waits until the last word of these Workers' runs was printed.
        func wait(for words: [String], of program: RunningProgram) throws -> [String] {
            var missing = Set(words)
            while !missing.isEmpty {
                let line = try program.nextLine()
                missing = missing.filter { !line.contains($0) }
            }
            program.signal(SIGTERM)
            return try program.wait().lines
        }
        // The second one is idle, and so not followed; but it is not new.
        try publish(Self.worker(2), run: 0, last: 0)
        try publish(Self.worker(1), run: 0, last: 1)
        let first = try start(backend, arguments)
        try self.wait(for: [Self.worker(1)], of: first)
        try publish(Self.worker(1), run: 1, last: 1)
        let before = try wait(for: ["\(Self.worker(1))-1-0 "], of: first)
        #expect(!before.contains { $0.contains(Self.worker(2)) || $0.contains("run 0 for") })
        try backend.control("add", worker: "later")
        try publish("later", run: 0, last: 1)
        try publish(Self.worker(2), run: 1, last: 1)
        let second = try start(backend, arguments)
        let after = try wait(for: ["run 0 for later"], of: second)
        #expect(!after.contains { $0.contains("run 0 for worker") || $0.contains("run 1 for worker-00000001") })
    }

    @Test(arguments: BackendAPI.allCases)
    func `--all with --no-follow prints the history of all Workers and ends`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--workers", "3", "--transcript", "2"], api: api)
        let program = try start(backend, "--no-follow")
        let outcome = try program.wait()
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(Set(try outcome.lines.map(Envelope.init).map(\.worker)) == Set((1...3).map(Self.worker)))
    }

    @Test func `Workers that were given up are followed again when the list changes`() throws {
        let backend = try FixtureBackend(["--workers", "2", "--quirks", "0"], api: .protocol)
        let program = try start(backend, "--no-transcript --retry 0 -q")
        try wait(for: (1...2).map(Self.worker), of: program)
        try backend.control("runtime", "down")
        for _ in 1...2 { try program.waitForLine { $0.contains("gave_up") } }
        try backend.control("publish", textDelta("meanwhile"), worker: Self.worker(1))
        try backend.control("runtime", "up")
        try backend.control("publish", #"{"event":"status","data":{"status":"running"}}"#, worker: Self.worker(1))
        try program.waitForLine { $0.contains(Self.worker(1)) && $0.contains(#""status":"running"}"#) }
        try backend.control("publish", textDelta("again"), worker: Self.worker(1))
        try program.waitForLine { $0.contains(Self.worker(1)) && $0.contains(textDelta("again")) }
        program.signal(SIGTERM)
        #expect(try program.wait().status == 128 + SIGTERM)
    }

    @Test func `lists of Workers are watched again after an outage of the Backend`() throws {
        let backend = try FixtureBackend(["--workers", "2"], api: .protocol)
        let program = try start(backend, "--no-transcript --retry forever -q")
        try wait(for: (1...2).map(Self.worker), of: program)
        try backend.kill()
        try backend.restart(["--workers", "3"])
        try program.waitForLine { $0.contains(Self.worker(3)) }
        program.signal(SIGTERM)
        let outcome = try program.wait()
        let ours = try outcome.lines.map(Envelope.init).filter { $0.isOurs && $0.worker.isEmpty }.map(\.payload)
        #expect(
            ours.count { $0.contains("connection_lost") } == 1 && ours.count { $0.contains("connected_again") } == 1)
    }

    static let subscriptionFaults: [(String, String)] = [
        (#"{"end":"drop"}"#, "ended without a close frame"),
        (
            #"{"text":"{\"protocol_version\":1,\"frame\":\"response\",\"message\":{\"result\":\"subscription_rejected\",\"payload\":{\"request_id\":\"workers\",\"code\":\"capacity_exceeded\",\"message\":\"full\"}}}"},{"hang":true}"#,
            "[capacity_exceeded]: full"
        ), (#"{"hang":true}"#, "no list of Workers came within 0.3 seconds"),
    ]

    @Test(arguments: subscriptionFaults)
    func `the program ends when the attempts to get a list of Workers are used up`(step: String, words: String) throws {
        let backend = try FixtureBackend(
            script: #"{"rules":[{"path":"*8a/protocol/ws","do":[{"upgrade":true},\#(step)]}]}"#, api: .protocol)
        let program = try start(backend, "--retry 1 --connect-timeout 300ms")
        let outcome = try program.wait()
        #expect(outcome.status == 69 && outcome.stderr.contains(words), "\(outcome)")
        #expect(try outcome.lines.map(gist) == ["error", "error"], "\(outcome)")
    }

    @Test func `the list of Workers is requested again when the subscription is closed`() throws {
        let closed =
            #"{\"protocol_version\":1,\"frame\":\"event\",\"message\":{\"event\":\"subscription_closed\",\"data\":{\"subscription_id\":\"s\",\"code\":\"lagged\",\"message\":\"m\"}}}"#
        let backend = try FixtureBackend(
            script: """
                {"rules":[{"path":"*8a/protocol/ws","times":1,"do":[{"upgrade":true},{"await":"message"},\
                {"text":"\(closed)"},{"await":"close"}]}]}
                """, api: .protocol)
        let program = try start(backend)
        try wait(for: [Self.worker(1)], of: program)
        program.signal(SIGTERM)
        #expect(try program.wait().stderr.contains("[lagged]: m; trying again"))
    }
}
