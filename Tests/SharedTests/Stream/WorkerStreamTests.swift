import Testing

@testable import Shared

/// A Worker's stream, driven without a socket or a clock.
@Suite struct `A Worker's stream` {
    /// The stream, its printer, and a clock that is turned by hand.
    struct Scene {
        var stream: WorkerStream
        var printer: EventPrinter
        var now: Instant

        init(
            _ api: APIChoice = .events, retries: Int? = 3, follows: Bool = true, printsHistory: Bool = false,
            timeLimit: Duration? = nil
        ) throws {
            let start = Instant.now
            now = start
            let target = try Target(backend: "http://h", runtimeID: "r", workerID: "w")
            printer = EventPrinter(EventPrinter.Options(origin: .events))
            let source = printer.add(target)
            let (first, other) = try api.value(
                for: target, from: nil, printsHistory: printsHistory, origin: .events, snapshotLimit: .seconds(5))
            stream = WorkerStream(
                speaking: first, or: other, source: source,
                options: WorkerStream.Options(
                    backoff: Backoff(firstDelay: .seconds(1), maxAttempts: retries), follows: follows,
                    timeLimit: timeLimit.map { start + $0 }))
        }

        mutating func open() { stream.opened(now: now) }

        mutating func receive(_ message: String) {
            _ = stream.received(Array(message.utf8).span, now: now, jitter: 0.5, to: &printer)
        }

        mutating func drop(_ reason: String = "it broke") {
            stream.disconnected(Disconnection(reason, status: .unavailable), now: now, jitter: 0.5, to: &printer)
        }

        mutating func refuse(_ status: Int, _ body: String = "", _ headers: [(String, String)] = []) {
            let fields = headers.compactMap { HTTPHeaders.Field(name: $0.0, value: $0.1) }
            let response = HTTPResponse(
                status: status, reason: "R", headers: HTTPHeaders(fields), body: Array(body.utf8))
            stream.disconnected(
                Disconnection(.refused(response)), refusal: response, now: now, jitter: 0.5, to: &printer)
        }

        mutating func answer(_ status: Int, _ body: String) {
            let response = HTTPResponse(status: status, reason: "R", headers: HTTPHeaders(), body: Array(body.utf8))
            stream.answered(.success(response), now: now, jitter: 0.5, to: &printer)
        }

        /// Turns the clock to the stream's deadline.
        mutating func wait() throws {
            now = try #require(stream.deadline)
            stream.tick(now: now, jitter: 0.5, to: &printer)
        }

        /// What was printed since the last call: names of events, kinds of our own errors.
        mutating func printed() throws -> [String] {
            defer { printer.bytes = [] }
            return try String(decoding: printer.bytes, as: UTF8.self).split(separator: "\n").map { line in
                let json = try JSON(String(line))
                return json["data"]?["kind"]?.string ?? json["event"]?.string ?? ""
            }
        }

        var path: String {
            switch stream.need {
            case .socket(let url), .answer(let url): String(url.dropFirst("http://h/api/".count))
            case .nothing: "nothing"
            }
        }
    }

    static let worker = "runtimes/r/workers/w/"

    static func event(_ name: String, _ number: Int) -> String {
        #"{"kind":"event","envelope":{"cursor":"bo_000000000000000\#(number)","event_id":"e","runtime_id":"r","#
            + #""worker_id":"w","payload":{"event":"\#(name)"}}}"#
    }

    @Test func `a stream retries with growing waits, reports an outage once, and resumes after the last cursor`() throws
    {
        var scene = try Scene()
        #expect(scene.path == Self.worker + "events/ws")
        scene.open()
        scene.receive(Self.event("a", 1))
        #expect(try scene.printed() == ["a"])
        for seconds in [1, 2, 4] {
            scene.drop()
            #expect(scene.path == "nothing" && scene.stream.deadline == scene.now + .seconds(seconds))
            try scene.wait()
            #expect(scene.path == Self.worker + "events/ws?cursor=bo_0000000000000001")
            scene.open()
            scene.receive(Self.event("snapshot", 1))
        }
        #expect(try scene.printed() == ["connection_lost"])
        scene.receive(Self.event("b", 2))
        #expect(try scene.printed() == ["b", "connected_again"])
        scene.drop()
        #expect(scene.stream.deadline == scene.now + .seconds(1))
    }

    @Test func `a stream is given up when its attempts are used up`() throws {
        var scene = try Scene(retries: 1)
        scene.drop("first")
        try scene.wait()
        scene.drop("second")
        #expect(try scene.printed() == ["connection_lost", "gave_up"])
        #expect(scene.stream.hasEnded && scene.stream.failure?.status == .unavailable)
        #expect(scene.stream.failure?.description == "r:w: second; gave up after 1 attempt to connect again")
    }

    @Test func `a stream without retries just says what happened`() throws {
        var scene = try Scene(retries: 0)
        scene.drop("first")
        #expect(try scene.printed() == ["connection_lost", "gave_up"])
        #expect(scene.stream.failure?.description == "r:w: first")
    }

    @Test func `the end of an outage that was not reported is not reported`() throws {
        var scene = try Scene()
        scene.printer.selection = []
        scene.drop()
        scene.printer.selection = nil
        try scene.wait()
        scene.open()
        scene.receive(Self.event("a", 1))
        #expect(try scene.printed() == ["a"])
    }

    @Test func `a connection is healthy by its age, not by a snapshot or by being open`() throws {
        var scene = try Scene(retries: 2)
        scene.drop()
        try scene.wait()
        scene.open()
        scene.receive(Self.event("snapshot", 1))
        #expect(scene.stream.deadline == scene.now + WorkerStream.healthyAge)
        try scene.wait()
        #expect(scene.stream.deadline == nil)
        #expect(try scene.printed() == ["connection_lost", "snapshot", "connected_again"])
    }

    @Test func `a stream starts over once, without using an attempt, when its cursor has expired`() throws {
        let expired = #"{"kind":"diagnostic","diagnostic":{"code":"backend.cursor_unknown_or_expired","message":"m"}}"#
        var scene = try Scene(retries: 0)
        for _ in 0..<2 {
            scene.open()
            scene.receive(Self.event("a", 1))
            scene.receive(expired)
        }
        #expect(try scene.printed() == ["a", "gap", "a", "gap", "gave_up"])
    }

    @Test func `a stream falls back silently to the other API if the Backend does not know the first`() throws {
        var scene = try Scene(.auto, retries: 0, printsHistory: true)
        #expect(scene.path == Self.worker + "protocol/ws")
        scene.refuse(404, #"{"error":"not_found","message":"unknown api route"}"#)
        #expect(scene.path == Self.worker + "transcript?start=0&limit=512")
        scene.answer(200, #"{"items":[{"role":"user","content":"hi"}]}"#)
        #expect(scene.path == Self.worker + "events/ws")
        #expect(try scene.printed() == ["snapshot", "user_message"])
        #expect(scene.stream.remarks.isEmpty)
    }

    static let refusals: [(Int, String, Shared.ExitStatus, String)] = [
        (404, #"{"diagnostics":[],"error":"Not Found","message":"unknown worker"}"#, .notFound, "unknown worker"),
        (404, #"{"error":"not_found","message":"unknown api route"}"#, .notFound, "does not speak the protocol API"),
        (400, #"{"error":"Bad Request","message":"bad id"}"#, .badInput, "bad id"), (401, "", .noPermission, "401"),
    ]

    @Test(arguments: refusals)
    func `a stream ends at a permanent refusal`(
        code: Int, body: String, status: Shared.ExitStatus, words: String
    ) throws {
        var scene = try Scene(.protocol)
        scene.refuse(code, body)
        #expect(scene.stream.failure?.status == status)
        #expect(scene.stream.failure?.description.contains(words) == true)
    }

    @Test func `a stream that has received something treats a permanent refusal as temporary`() throws {
        var scene = try Scene()
        scene.open()
        scene.receive(Self.event("a", 1))
        scene.drop()
        try scene.wait()
        scene.refuse(404, #"{"error":"Not Found"}"#)
        #expect(!scene.stream.hasEnded && scene.stream.deadline == scene.now + .seconds(2))
    }

    @Test func `a stream names the Workspaces if one has to be chosen`() throws {
        var scene = try Scene(.protocol)
        scene.refuse(404)
        #expect(scene.path == "workspaces?limit=200")
        scene.answer(200, #"[{"workspace_id":"01","display_name":"Shop"},{"workspace_id":"02"}]"#)
        #expect(scene.stream.failure?.status == .notFound)
        #expect(scene.stream.failure?.description.contains("it has 01 (Shop), 02; give --workspace-id") == true)
    }

    static let noRuntime =
        #"{"event":"error","data":{"code":"internal","message":"failed to connect runtime protocol WebSocket: e"}}"#

    @Test(arguments: [(404, true), (502, false), (200, false)])
    func `a stream looks the Worker up if its Runtime cannot be reached`(code: Int, isFinal: Bool) throws {
        var scene = try Scene(.protocol)
        scene.open()
        scene.receive(Self.noRuntime)
        scene.drop()
        #expect(scene.path == String(Self.worker.dropLast()))
        scene.answer(code, "{}")
        #expect(scene.stream.hasEnded == isFinal)
        #expect(try scene.printed() == [isFinal ? "not_found" : "connection_lost"])
        #expect(scene.stream.failure?.status == (isFinal ? .notFound : nil))
    }

    static let snapshot =
        #"{"event":"snapshot","data":{"entries":[],"greeting":{"worker_name":"w","provider":"p"},"status":"idle"}}"#
    static let backlog =
        #"{"event":"error","data":{"code":"internal","message":"embedded runtime observation backlog was exceeded"}}"#

    @Test func `a stream that fell behind reconnects at once, but not forever`() throws {
        var scene = try Scene(.protocol, retries: 1)
        for _ in 0..<2 {
            scene.open()
            scene.receive(Self.snapshot)
            scene.receive(Self.backlog)
            scene.drop()
        }
        #expect(scene.stream.deadline == scene.now + .seconds(1))
        #expect(try scene.printed().filter { $0 != "snapshot" } == ["connection_lost"])
    }

    @Test func `a stream says what may be wrong if there is no snapshot`() throws {
        var scene = try Scene(.protocol, retries: 1)
        scene.open()
        try scene.wait()
        #expect(scene.path == "nothing")
        try scene.wait()
        scene.open()
        scene.drop()
        #expect(try scene.printed() == ["snapshot_missing", "gave_up"])
        #expect(scene.stream.failure?.description.contains("before the snapshot came") == true)
    }

    @Test func `a stream ends after the history if nothing more is wanted`() throws {
        var scene = try Scene(.protocol, follows: false, printsHistory: true)
        scene.open()
        scene.receive(Self.snapshot)
        #expect(scene.stream.hasEnded && scene.stream.failure == nil)
        #expect(try scene.printed() == ["snapshot"])
    }

    @Test func `a stream continues without its history, and reports that`() throws {
        var scene = try Scene(retries: 1, printsHistory: true)
        scene.answer(503, "")
        #expect(scene.path == "nothing")
        try scene.wait()
        scene.answer(503, "")
        #expect(scene.path == Self.worker + "events/ws")
        #expect(try scene.printed() == ["transcript_missing"])
        #expect(scene.stream.missingHistory?.status == .tryLater)
    }

    @Test(arguments: [("7", 7), ("601", nil), ("90", nil)] as [(String, Int?)])
    func `a stream waits as long as the server asks, unless that is too long`(asked: String, seconds: Int?) throws {
        var scene = try Scene(timeLimit: .seconds(60))
        scene.refuse(503, "", [("Retry-After", asked)])
        #expect(scene.stream.deadline == seconds.map { scene.now + .seconds($0) })
        #expect(scene.stream.failure?.status == (seconds == nil ? .tryLater : nil))
        if seconds == nil { #expect(scene.stream.failure?.description.contains("\(asked)") == true) }
    }
}
