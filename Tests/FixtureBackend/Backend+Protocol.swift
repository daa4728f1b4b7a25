import Foundation

/// A worker's WebSocket of the protocol API: a snapshot, live events, methods the other way.
extension Backend {
    /// A message above this size does not pass between a remote Runtime and the Backend, nor from a client.
    static let messageLimit = 16 << 20

    /// Answers the upgrade and serves the connection to its end; returns only if it is refused.
    func serve(_ name: WorkerName, _ request: Request, on connection: Connection) throws {
        if let refusal = Handshake.refusal(request) { return try connection.send(refusal.bytes) }
        if let refusal = socketRefusal(name) { return try connection.send(refusal.bytes) }
        try connection.send(Handshake.response(request).bytes)
        try follow(name, on: Socket(connection, journal: journal))
    }

    /// Serves an upgraded connection to its end; always throws `Over`.
    func follow(_ name: WorkerName, on socket: Socket) throws -> Never {
        if let reason = unreachable(name) {
            try socket.send(Said.error("internal", "failed to connect runtime protocol WebSocket: \(reason)"))
            try socket.connection.end(.drop, reason)
        }
        let observer = Observer(name, wake: try Wake())
        store.register(observer)
        defer { store.unregister(observer) }
        if let count = options.generate {
            let run = GeneratedRun(name, count: count, size: options.size, api: .protocol)
            try run.live(options.isPerConnection ? GeneratedProgress() : progress, to: socket) {
                try attend(socket, .zero, observer)
            }
            while true { try attend(socket, nil, observer) }
        }
        for message in opening(observer) {
            guard message.utf8.count <= Self.messageLimit || name.isEmbedded else {
                try socket.connection.end(.drop, "the snapshot is too large")
            }
            try socket.send(message)
        }
        startOnObserve(name)
        while true {
            while let next = store.nextLive(for: observer) {
                if let limit = options.backlog, next.backlog > limit { try end(socket, .backlog, name) }
                try socket.send(next.event)
                try attend(socket, .zero, observer)
            }
            try attend(socket, nil, observer)
        }
    }

    /// The snapshot, and in about one of a hundred attaches what it holds already once more.
    func opening(_ observer: Observer) -> [String] {
        guard let state = store.join(observer) else { return [] }
        guard state.ended == nil else { return [observer.worker.snapshot] }
        let snapshot = state.log.snapshot(of: observer.worker, early: quirks.isEarly())
        return [options.snapshot ?? snapshot] + state.repeatable(quirks.repeats())
    }

    /// Begins what the first observer sets off; a server that was killed goes on with it.
    func startOnObserve(_ name: WorkerName) {
        guard !options.onObserve.isEmpty, let state = store.state(name) else { return }
        let goesOn = options.state != nil && !name.isEmbedded
        guard state.published.isEmpty || goesOn, lives.isFirst(name) else { return }
        let events = options.onObserve.compactMap { try? RecordedRun($0) }.flatMap(\.events)
        lives[name].live(Array(events.dropFirst(state.published.count)))
    }

    /// The error event of a client that was too slow.
    static func backlogExceeded(_ name: WorkerName) -> String {
        Said.error(
            "internal",
            name.isEmbedded
                ? "embedded runtime observation backlog was exceeded" : "runtime observation backlog was overrun")
    }
}

private extension Backend {
    func socketRefusal(_ name: WorkerName) -> Response? {
        let names = store.names.filter { $0.workspace == name.workspace }
        for (kind, id) in [("runtime_id", name.runtime), ("worker_id", name.worker)] where store.state(name) == nil {
            let isPlain = id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:".contains($0)) }
            guard isPlain, (1...120).contains(id.utf8.count) else {
                return .refusal(400, "Bad Request", "invalid runtime \(kind) `\(id)`")
            }
        }
        guard name.isEmbedded || names.contains(where: { $0.runtime == name.runtime }) else {
            return .refusal(404, "Not Found", "unknown runtime `\(name.runtime)`")
        }
        guard store.state(name) != nil || !name.isEmbedded else {
            return .refusal(404, "Not Found", "unknown worker `\(name.worker)` in runtime `\(name.runtime)`")
        }
        return nil
    }

    /// What the Backend says of a remote Runtime that it asked in vain.
    func unreachable(_ name: WorkerName) -> String? {
        if store.isDown(name.runtime) { return "IO error: Connection refused (os error 111)" }
        return store.state(name) == nil ? "HTTP error: 404 Not Found" : nil
    }

    /// Looks after the client for at most `limit`; throws at its end.
    func attend(_ socket: Socket, _ limit: Duration?, _ observer: Observer) throws {
        let arrival = try socket.next(limit, wake: observer.wake.descriptor)
        freezer.pass()
        switch arrival {
        case .woken: if let ending = observer.wake.clear() { try end(socket, ending, observer.worker) }
        case .message:
            guard socket.message.count <= Self.messageLimit else {
                try socket.send(Said.error("internal", "Space limit exceeded: Message too long"))
                try socket.connection.end(.drop, "a message too large")
            }
            guard !socket.isBinary else { return }
            try carryOut(socket.message, on: observer.worker) { try socket.send($0) }
        case .closed: try socket.connection.end(.drop, "close frame from the client")
        case .left: throw Connection.Over(reason: "the client left")
        case .ping, .pong, .nothing: break
        }
    }

    func end(_ socket: Socket, _ ending: Ending, _ name: WorkerName) throws -> Never {
        if ending == .backlog { try socket.send(Self.backlogExceeded(name)) }
        try socket.connection.end(ending, "told to")
    }
}
