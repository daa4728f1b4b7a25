import Testing

@testable import Shared

/// The list of Workers, without a socket or a clock.
@Suite struct `A watched list of Workers` {
    struct Scene {
        var watch: WorkerWatch
        let options: WorkerWatch.Options
        var printer = EventPrinter(EventPrinter.Options(origin: .events))
        var now = Instant.now

        init(workspace: String? = "ws", subscribes: Bool = true, follows: Bool = true) throws {
            options = WorkerWatch.Options(
                backoff: Backoff(firstDelay: .seconds(1), maxAttempts: 2), interval: .seconds(10),
                answerLimit: .seconds(5), follows: follows)
            watch = WorkerWatch(
                of: workspace.map { Workspace($0) }, at: try BackendURL("http://h"), source: printer.add(nil),
                subscribes: subscribes, options: options)
        }

        mutating func receive(_ message: String) {
            _ = watch.received(Array(message.utf8).span, now: now, jitter: 0.5, to: &printer)
        }

        mutating func answer(_ status: Int, _ body: String) {
            let response = HTTPResponse(status: status, reason: "R", headers: HTTPHeaders(), body: Array(body.utf8))
            watch.answered(.success(response), now: now, jitter: 0.5, to: &printer)
        }

        mutating func refuse(_ status: Int, _ body: String) {
            let response = HTTPResponse(status: status, reason: "R", headers: HTTPHeaders(), body: Array(body.utf8))
            watch.disconnected(
                Disconnection(.refused(response)), refusal: response, now: now, jitter: 0.5, to: &printer)
        }

        mutating func wait() throws {
            now = try #require(watch.deadline)
            watch.tick(now: now, jitter: 0.5, to: &printer)
        }

        /// `+w` a Worker, `+w later` one that was not in the first list, `-w` one that is gone.
        mutating func changes() -> [String] {
            defer { watch.changes = [] }
            return watch.changes.map { change in
                switch change {
                case .present(let worker, let isLater): "+\(worker.id.workerID)" + (isLater ? " later" : "")
                case .gone(let worker): "-\(worker.id.workerID)"
                }
            }
        }
    }

    static let socket = ConnectionNeed.socket("http://h/api/w/ws/protocol/ws")

    static func workers(_ ids: [String]) -> String {
        let items = ids.map { #"{"runtime_id":"r","worker_id":"\#($0)","state":"idle"}"# }
        return "[\(items.joined(separator: ","))]"
    }

    static func list(_ ids: String..., limit: Int = 200) -> String { #"{"limit":\#(limit),"items":\#(workers(ids))}"# }

    static func subscribed(_ ids: String...) -> String {
        #"{"protocol_version":1,"frame":"response","message":{"result":"subscribed","payload":{"request_id":"workers","#
            + #""snapshot":{"topic":"workers","data":{"workers":\#(workers(ids))}}}}}"#
    }

    static func event(_ name: String, _ data: String) -> String {
        #"{"frame":"event","message":{"event":"event","data":{"payload":{"event":"\#(name)","data":\#(data)}}}}"#
    }

    static let closed =
        #"{"frame":"event","message":{"event":"subscription_closed","data":{"code":"lagged","message":"m"}}}"#

    @Test func `a list of Workers comes from the subscription, with its changes`() throws {
        var scene = try Scene()
        #expect(scene.watch.need == Self.socket)
        scene.watch.opened(now: scene.now)
        #expect(scene.watch.takeOutgoing() == WorkerSubscription.request && scene.watch.takeOutgoing() == nil)
        scene.receive(Self.subscribed("a", "b"))
        #expect(scene.changes() == ["+a", "+b"] && scene.watch.deadline == nil)
        scene.receive(Self.event("worker_upserted", #"{"worker":{"runtime_id":"r","worker_id":"c","state":"idle"}}"#))
        scene.receive(Self.event("worker_upserted", #"{"worker":{"runtime_id":"r","worker_id":"c","state":"idle"}}"#))
        scene.receive(
            Self.event("worker_upserted", #"{"worker":{"runtime_id":"r","worker_id":"a","state":"running"}}"#))
        scene.receive(Self.event("worker_removed", #"{"worker_id":"b"}"#))
        scene.receive(Self.event("worker_removed", #"{"worker_id":"b","runtime_id":"r"}"#))
        scene.receive(Self.event("something_else", "{}"))
        #expect(scene.changes() == ["+c later", "+a", "-b"])
    }

    @Test func `a closed subscription is renewed, at once only if it has lasted`() throws {
        var scene = try Scene()
        scene.watch.opened(now: scene.now)
        _ = scene.watch.takeOutgoing()
        scene.receive(Self.subscribed("a"))
        scene.now = scene.now + .seconds(2)
        scene.receive(Self.closed)
        #expect(scene.watch.takeOutgoing() == WorkerSubscription.request && scene.watch.need == Self.socket)
        scene.receive(Self.subscribed("b"))
        #expect(scene.changes() == ["+a", "+b later", "-a"])
        scene.receive(Self.closed)
        #expect(scene.watch.need == .nothing && scene.watch.takeOutgoing() == nil)
        try scene.wait()
        #expect(scene.watch.need == Self.socket)
    }

    @Test(arguments: [("ws", true), ("ws", false), (nil, true)])
    func `without a subscription the list of Workers is requested again and again`(workspace: String?, subscribes: Bool)
        throws
    {
        var scene = try Scene(workspace: workspace, subscribes: subscribes)
        if workspace != nil, subscribes { scene.refuse(404, #"{"error":"not_found"}"#) }
        let list = ConnectionNeed.answer("http://h/api/" + (workspace == nil ? "" : "w/ws/") + "workers")
        #expect(scene.watch.need == list)
        scene.answer(200, Self.list("a", "b"))
        #expect(scene.changes() == ["+a", "+b"])
        #expect(scene.watch.need == .nothing && scene.watch.deadline == scene.now + .seconds(10))
        try scene.wait()
        #expect(scene.watch.need == list)
        scene.answer(200, Self.list("b", "c"))
        #expect(scene.changes() == ["+c later", "-a"])
        // A list that is cut off says nothing about those that are not in it; nor does one without those of a Runtime that
        // is down.
        try scene.wait()
        scene.answer(200, Self.list("c", limit: 1))
        try scene.wait()
        scene.answer(200, #"{"items":[],"diagnostics":[{"severity":"warning","code":"c","message":"it is down"}]}"#)
        #expect(scene.changes() == [])
        try scene.wait()
        scene.answer(200, #"{"items":[],"diagnostics":[{"severity":"info","code":"c","message":"by the way"}]}"#)
        #expect(scene.changes().sorted() == ["-b", "-c"])
    }

    @Test func `a list of Workers is given up when the attempts are used up, and its Workers are kept`() throws {
        var scene = try Scene(workspace: nil)
        scene.answer(200, Self.list("a"))
        try scene.wait()
        for _ in 0..<2 {
            scene.answer(503, "")
            #expect(!scene.watch.hasEnded)
            try scene.wait()
        }
        scene.answer(404, "")
        #expect(scene.watch.failure?.status == .notFound && scene.changes() == ["+a"])
        let lines = String(decoding: scene.printer.bytes, as: UTF8.self)
        #expect(lines.contains(#""kind":"connection_lost""#) && lines.contains(#""kind":"gave_up""#))
    }

    @Test func `without following a list of Workers is requested once`() throws {
        var scene = try Scene(follows: false)
        scene.watch.opened(now: scene.now)
        scene.receive(Self.subscribed("a"))
        #expect(scene.watch.hasEnded && scene.watch.failure == nil && scene.changes() == ["+a"])
    }

    @Test func `all Workers of a later Workspace are later ones`() throws {
        var scene = try Scene()
        scene.watch = WorkerWatch(
            of: Workspace("ws"), at: try BackendURL("http://h"), source: 0, subscribes: true, isLater: true,
            options: scene.options)
        scene.watch.opened(now: scene.now)
        scene.receive(Self.subscribed("a"))
        #expect(scene.changes() == ["+a later"])
    }

    @Test func `a subscription that is not answered times out`() throws {
        var scene = try Scene()
        scene.watch.opened(now: scene.now)
        #expect(scene.watch.deadline == scene.now + .seconds(5))
        try scene.wait()
        #expect(scene.watch.need == .nothing && !scene.watch.hasEnded)
    }
}
