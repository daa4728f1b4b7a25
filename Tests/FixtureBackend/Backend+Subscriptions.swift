import Foundation

/// A Workspace's subscription WebSocket: many workers, and their list, on one connection.
extension Backend {
    /// Answers the upgrade and serves the connection to its end; returns only if it is refused.
    func serveSubscriptions(_ workspace: String, _ request: Request, on connection: Connection) throws {
        if let refusal = Handshake.refusal(request) { return try connection.send(refusal.bytes) }
        try connection.send(Handshake.response(request).bytes)
        let wake = try Wake()
        let session = SubscriptionSession(self, workspace, Socket(connection, journal: journal), wake)
        store.register(wake)
        defer {
            store.unregister(wake)
            session.end()
        }
        try session.run()
    }
}

/// One such connection.
private final class SubscriptionSession {
    private struct Lane {
        let id: String
        let observer: Observer
        var revision = 0
    }

    private let backend: Backend
    private let workspace: String
    private let socket: Socket
    private let wake: Wake
    private var lanes: [Lane] = []
    private var lists: [String] = []
    /// What the client knows of the workers: each one's revision in the store, and its own count of changes.
    private var known: [WorkerName: (store: Int, subject: Int)] = [:]
    private var count = 0
    private var list = 0

    init(_ backend: Backend, _ workspace: String, _ socket: Socket, _ wake: Wake) {
        (self.backend, self.workspace, self.socket, self.wake) = (backend, workspace, socket, wake)
    }

    /// Always throws at the end of the connection.
    func run() throws -> Never {
        while true {
            try deliver()
            switch try socket.next(nil, wake: wake.descriptor) {
            case .woken: if let ending = wake.clear() { try socket.connection.end(ending, "told to") }
            case .message: try take()
            case .closed: try socket.connection.end(.drop, "close frame from the client")
            case .left: throw Connection.Over(reason: "the client left")
            case .ping, .pong, .nothing: break
            }
        }
    }

    func end() { for lane in lanes { backend.store.unregister(lane.observer) } }
}

private extension SubscriptionSession {
    /// Anything wrong ends the connection without a word.
    func take() throws {
        let frame = JSONText.object(socket.message) ?? [:]
        let message = frame["message"] as? [String: Any] ?? [:]
        let params = message["params"] as? [String: Any] ?? [:]
        guard !socket.isBinary, frame["protocol_version"] as? Int == 1 else { try reject() }
        switch (frame.string("frame"), message.string("method")) {
        case ("request", "subscribe_events"): try subscribe(params)
        case ("request", "unsubscribe_events"):
            let id = params.string("subscription_id")
            for lane in lanes where lane.id == id { backend.store.unregister(lane.observer) }
            lanes.removeAll { $0.id == id }
            lists.removeAll { $0 == id }
            try respond("unsubscribed", #""request_id":\#(request(params)),"subscription_id":\#(JSONText.string(id))"#)
        case ("worker_protocol", _):
            guard let index = lanes.firstIndex(where: { $0.id == message.string("subscription_id") }),
                let method = message["method"] as? [String: Any],
                let known = try? Method(Array(JSONText.encode(method).utf8))
            else { try reject() }
            try backend.carryOut(known, on: lanes[index].observer.worker) { try send($0, on: index) }
        default: try reject()
        }
    }

    func reject() throws -> Never { try socket.connection.end(.drop, "not the subscription protocol") }

    func subscribe(_ params: [String: Any]) throws {
        let selector = params["selector"] as? [String: Any] ?? [:]
        let runtime = selector["runtime_id"] as? String
        count += 1
        let id = "workspace-subscription-\(count)"
        switch (selector.string("topic"), runtime) {
        case ("workspace_workers", _):
            lists.append(id)
            for name in names { known[name] = known[name] ?? (revision(name), 1) }
            let workers = names.map { worker($0) }.joined(separator: ",")
            try subscribed(params, id, revision: 1, #"{"topic":"workers","data":{"workers":[\#(workers)]}}"#)
        case ("worker_protocol", let runtime?):
            let name = WorkerName(workspace: workspace, runtime: runtime, worker: selector.string("worker_id"))
            guard names.contains(where: { $0.runtime == runtime }) else {
                return try reject(params, "resource_not_found", "unknown runtime `\(runtime)`")
            }
            guard names.contains(name), !backend.store.isDown(runtime) else {
                return try reject(
                    params, "resource_not_found", "unknown worker `\(name.worker)` in runtime `\(runtime)`")
            }
            try subscribed(
                params, id, revision: 0,
                #"{"topic":"worker_protocol","data":{"worker_id":\#(JSONText.string(name.worker)),"events":[]}}"#)
            let observer = Observer(name, wake: wake)
            backend.store.register(observer)
            lanes.append(Lane(id: id, observer: observer))
            for event in backend.opening(observer) { try send(event, on: lanes.count - 1) }
            backend.startOnObserve(name)
        case ("workspace_workers", nil), ("worker_protocol", nil), ("runtime_workers", _), ("worker_lifecycle", _),
            ("workspace_workdirs", _):
            try reject(
                params, "unsupported_selector",
                "Workspace clients may subscribe only to workspace_workers or a runtime-scoped worker_protocol selector"
            )
        default: try reject()
        }
    }

    /// What has happened since the last time: the lanes' events and the list's changes.
    func deliver() throws {
        for index in lanes.indices {
            while let next = backend.store.nextLive(for: lanes[index].observer) { try send(next.event, on: index) }
        }
        let list = backend.store.list
        guard !lists.isEmpty, list != self.list else { return }
        self.list = list
        for name in names where known[name]?.store != revision(name) {
            known[name] = (revision(name), (known[name]?.subject ?? 0) + 1)
            try tellLists(known[name]?.subject ?? 1, #"{"event":"worker_upserted","data":{"worker":\#(worker(name))}}"#)
        }
        let names = Set(names)
        for (name, last) in known where !names.contains(name) {
            known[name] = nil
            try tellLists(
                last.subject + 1, #"{"event":"worker_removed","data":{\#(backend.identity(name))}}"#)
        }
    }

    var names: [WorkerName] { backend.store.names.filter { $0.workspace == workspace } }

    func revision(_ name: WorkerName) -> Int { backend.store.state(name)?.revision ?? 0 }

    func worker(_ name: WorkerName) -> String {
        """
        {\(backend.identity(name)),"resource_key":"\(backend.key(of: name))",\
        "subject_revision":\(known[name]?.subject ?? 1),"state":"\(backend.store.state(name)?.word ?? "stopped")",\
        "has_running_internal_workers":false,"workspace_id":\(JSONText.string(workspace)),\
        "display_name":\(JSONText.string(name.worker)),"profile":"builtin:coder"}
        """
    }

    func tellLists(_ revision: Int, _ payload: String) throws {
        for id in lists { try tell(id, revision, payload) }
    }

    func send(_ event: String, on index: Int) throws {
        lanes[index].revision += 1
        let worker = JSONText.string(lanes[index].observer.worker.worker)
        try tell(
            lanes[index].id, lanes[index].revision,
            #"{"event":"worker_protocol","data":{"worker_id":\#(worker),"event":\#(event)}}"#)
    }

    func tell(_ id: String, _ revision: Int, _ payload: String) throws {
        try socket.send(
            """
            {"protocol_version":1,"frame":"event","message":{"event":"event","data":{"subscription_id":"\(id)",\
            "subject_revision":\(revision),"payload":\(payload)}}}
            """)
    }

    func subscribed(_ params: [String: Any], _ id: String, revision: Int, _ snapshot: String) throws {
        try respond(
            "subscribed",
            """
            "request_id":\(request(params)),"subscription_id":"\(id)",\
            "selector":\(JSONText.encode(params["selector"] ?? [:])),"snapshot_revision":\(revision),\
            "snapshot":\(snapshot)
            """)
    }

    func reject(_ params: [String: Any], _ code: String, _ message: String) throws {
        try respond(
            "subscription_rejected",
            #""request_id":\#(request(params)),"code":"\#(code)","message":\#(JSONText.string(message))"#)
    }

    func request(_ params: [String: Any]) -> String { JSONText.string(params.string("request_id")) }

    func respond(_ result: String, _ payload: String) throws {
        try socket.send(
            #"{"protocol_version":1,"frame":"response","message":{"result":"\#(result)","payload":{\#(payload)}}}"#)
    }
}
