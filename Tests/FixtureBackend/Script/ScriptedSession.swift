import Foundation

/// Carries out a rule's steps on one connection.
struct ScriptedSession {
    /// What is to happen after the last step.
    enum Outcome { case next, proceed }

    let backend: Backend
    let connection: Connection
    /// Missing at the accept stage.
    let request: Request?
    private var socket: Socket?
    private var sequence: UInt64 = 0

    init(_ backend: Backend, _ connection: Connection, _ request: Request?) {
        (self.backend, self.connection, self.request) = (backend, connection, request)
        sequence = request?.query("cursor").flatMap { Cursor(text: String($0)) }?.sequence ?? 0
    }
}

extension ScriptedSession {
    /// True if the connection is ready for another request; false if the ordinary shall happen now.
    mutating func run(_ rule: Rule, use: Int) throws -> Bool {
        connection.take(rule.shape?.shape(use: use) ?? .plain)
        guard !rule.steps.isEmpty else { return false }
        for step in rule.steps { if case .proceed = step { return try proceed() } else { try run(step) } }
        if case .respond? = rule.steps.last { return true }
        try connection.end(.drop, "the script is over")
    }
}

private extension ScriptedSession {
    var worker: WorkerName { request.flatMap { backend.route($0).worker } ?? backend.options.workers[0] }

    func proceed() throws -> Bool {
        guard let socket, let request else { return false }
        switch backend.options.api {
        case .events: try backend.observe(worker, request, on: socket)
        case .protocol: try backend.follow(worker, on: socket)
        }
    }

    mutating func run(_ step: Step) throws {
        switch step {
        case .send(let bytes): try connection.send(bytes)
        case .drip(let bytes, let pause):
            for byte in bytes {
                try connection.send([byte])
                Thread.sleep(forTimeInterval: pause.seconds)
            }
        case .endless(let bytes):
            let many = Array(repeatElement(bytes, count: max(1, 65_536 / max(1, bytes.count))).joined())
            while true { try connection.send(many) }
        case .respond(let response): try connection.send(response.bytes)
        case .wait(let pause): Thread.sleep(forTimeInterval: pause.seconds)
        case .repeated(let count, let steps): for _ in 0..<count { for step in steps { try run(step) } }
        case .shape(let rule): connection.take(rule.shape(use: 0))
        case .upgrade(let accept, let headers): try upgrade(accept, headers)
        case .hang(let limit): try hang(limit)
        case .stall(let limit): connection.stall(limit)
        case .end(let ending):
            if ending == .backlog { try socket?.send(Backend.backlogExceeded(worker)) }
            try connection.end(ending, "the script says so")
        case .proceed: break
        default: try runOnSocket(step)
        }
    }

    mutating func upgrade(_ accept: String?, _ headers: [String: String]) throws {
        guard let request else { throw Connection.Over(reason: "the script upgrades without a request") }
        var response = Handshake.response(request)
        response.headers.removeAll { $0.name == "sec-websocket-accept" && accept != nil }
        if let accept, !accept.isEmpty { response.headers.append(("sec-websocket-accept", accept)) }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            response.headers.removeAll { $0.name == name }
            response.headers.append((name, value))
        }
        try connection.send(response.bytes)
        socket = Socket(connection, journal: backend.journal)
    }

    func hang(_ limit: Duration?) throws {
        let end = limit.map { ContinuousClock.now + $0 }
        while end.map({ $0 > .now }) ?? true {
            switch connection.wait(end.map { ContinuousClock.now.duration(to: $0) }) {
            case .end: throw Connection.Over(reason: "the client left")
            case .bytes:
                if let socket { socket.noteFrames() } else { connection.input.removeAll() }
            case .woken, .nothing: break
            }
        }
    }

    mutating func runOnSocket(_ step: Step) throws {
        guard let socket else { throw Connection.Over(reason: "the script speaks WebSocket before an upgrade") }
        switch step {
        case .message(let bytes, let opcode): try socket.send(message: bytes, opcode: opcode)
        case .event(let payload, let sequence, let runtime, let worker):
            try send(
                payload, sequence,
                as: WorkerName(runtime: runtime ?? self.worker.runtime, worker: worker ?? self.worker.worker))
        case .snapshot: try send(snapshot)
        case .play(let name, let pace):
            for event in try RecordedRun(name).events {
                Thread.sleep(forTimeInterval: pace.seconds)
                try send(event)
            }
        case .large(let count):
            try send(#"{"event":"text_delta","data":{"text":""# + String(repeating: "x", count: count) + #""}}"#)
        case .frame(let frame): try socket.send(frame)
        case .await(let wanted):
            while case let arrival = try socket.next(), arrival != wanted {
                if arrival == .left { throw Connection.Over(reason: "the client left") }
            }
        case .serve:
            while true {
                let arrival = try socket.next()
                if arrival == .closed { try connection.end(.drop, "close frame from the client") }
                if arrival == .left { throw Connection.Over(reason: "the client left") }
            }
        default: break
        }
    }

    var snapshot: String {
        let state = backend.options.api == .protocol ? backend.store.state(worker) : nil
        return backend.options.snapshot ?? state?.log.snapshot(of: worker, early: false) ?? worker.snapshot
    }

    /// In the events API in an envelope: sequences count up from the client's cursor unless the script gives its own.
    mutating func send(_ payload: String, _ given: UInt64? = nil, as name: WorkerName? = nil) throws {
        guard backend.options.api == .events else { return try socket?.send(payload) ?? () }
        sequence = given ?? sequence &+ 1
        try socket?.send((name ?? worker).envelope(sequence, payload))
    }
}
