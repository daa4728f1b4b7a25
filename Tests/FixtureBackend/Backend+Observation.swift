import Foundation

/// The observation WebSocket of the events API, as the real Backend serves it.
extension Backend {
    /// Serves an upgraded connection to its end; always throws `Over`.
    func observe(_ name: WorkerName, _ request: Request, on socket: Socket) throws -> Never {
        let text = request.query("cursor").map { $0.removingPercentEncoding ?? String($0) }
        let cursor = text.flatMap { Cursor(text: $0) }
        if let text, cursor == nil {
            try end(socket, "cursor_malformed", "malformed backend observation cursor: \(text)")
        }
        guard store.state(name) != nil else {
            try end(socket, "worker_not_found", "runtime worker observation endpoint returned 404 not found")
        }
        let observer = Observer(name, wake: try Wake())
        store.register(observer)
        defer { store.unregister(observer) }
        if let count = options.generate {
            let run = GeneratedRun(name, count: count, size: options.size, api: .events)
            guard run.knows(cursor?.sequence ?? 0) else { try expire(socket, name, text) }
            do {
                try run.send(after: cursor?.sequence ?? 0, snapshot: snapshot(of: name), to: socket) {
                    try attend(socket, .zero, observer)
                }
            } catch {
                socket.noteLastWords()
                throw error
            }
            while true { try attend(socket, nil, observer) }
        }
        guard let replay = store.attach(observer, after: cursor?.sequence, snapshot: snapshot(of: name)) else {
            try expire(socket, name, text)
        }
        for event in replay { try socket.send(name.envelope(event.sequence, event.payload)) }
        startOnObserve(name)
        while true {
            while let event = store.next(for: observer) {
                try socket.send(name.envelope(event.sequence, event.payload))
                try attend(socket, .zero, observer)
            }
            try attend(socket, nil, observer)
        }
    }
}

extension Backend {
    func snapshot(of name: WorkerName) -> String { options.snapshot ?? name.snapshot }
}

private extension Backend {
    func end(_ socket: Socket, _ code: String, _ message: String) throws -> Never {
        try socket.send(WorkerName.diagnostic("backend.\(code)", message))
        try socket.connection.end(.drop, code)
    }

    func expire(_ socket: Socket, _ name: WorkerName, _ cursor: String?) throws -> Never {
        try end(
            socket, "cursor_unknown_or_expired",
            "backend observation cursor \(cursor ?? "") is unknown or expired for runtime \(name.runtime) "
                + "worker \(name.worker)")
    }

    /// Looks after the client for at most `limit`; throws at its end, and when it says what it may not.
    func attend(_ socket: Socket, _ limit: Duration?, _ observer: Observer) throws {
        switch try socket.next(limit, wake: observer.wake.descriptor) {
        case .woken: if let ending = observer.wake.clear() { try socket.connection.end(ending, "told to") }
        case .message: try end(socket, "observation_only", "backend worker event WebSocket is observation-only")
        case .closed: try socket.connection.end(.drop, "close frame from the client")
        case .left: throw Connection.Over(reason: "the client left")
        case .ping, .pong, .nothing: break
        }
    }
}
