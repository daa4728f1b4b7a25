import Foundation

/// One client from accept to end, on a thread of its own.
struct Session {
    let backend: Backend
    let descriptor: Int32
    let number: Int

    func run() {
        let connection = Connection(descriptor: descriptor, number: number)
        backend.journal.noteAccept(number)
        do {
            _ = try misbehave(at: .accept, nil, on: connection)
            while let request = try nextRequest(on: connection) {
                try serve(request, on: connection)
                guard request.keepsAlive else { try connection.end(.drop, "answered") }
            }
            backend.journal.noteEnd("the client left", on: number)
        } catch let over as Connection.Over {
            backend.journal.noteEnd(over.reason, on: number)
        } catch {
            backend.journal.noteEnd("\(error)", on: number)
        }
    }
}

private extension Session {
    /// The next whole request; nil when the client has left.
    func nextRequest(on connection: Connection) throws -> Request? {
        while var request = try Request(headFrom: connection) {
            if try misbehave(at: .head, request, on: connection) { try connection.end(.drop, "answered too early") }
            try request.readBody(from: connection)
            backend.journal.note(request, on: number)
            return request
        }
        return nil
    }

    /// True if the script has answered.
    func misbehave(at stage: Rule.Stage, _ request: Request?, on connection: Connection) throws -> Bool {
        guard let (rule, use) = backend.script?.rule(at: stage, request) else { return false }
        if let request, stage == .head { backend.journal.note(request, on: number) }
        var scripted = ScriptedSession(backend, connection, request)
        return try scripted.run(rule, use: use)
    }

    func serve(_ request: Request, on connection: Connection) throws {
        if try misbehave(at: .request, request, on: connection) { return }
        if let playback = backend.playback {
            return request.wantsUpgrade
                ? try backend.play(playback, to: request, on: connection)
                : try connection.send(playback.answer(request).bytes)
        }
        backend.freezer.pass()
        let route = backend.route(request)
        guard request.wantsUpgrade, backend.leads(route) else {
            return try connection.send(backend.answer(request).bytes)
        }
        switch route.place {
        case .socket(let name, .protocol): return try backend.serve(name, request, on: connection)
        case .subscriptions:
            return try backend.serveSubscriptions(route.workspace ?? "", request, on: connection)
        case .socket(let name, .events):
            // An unknown Runtime is refused; for an unknown Worker there is a diagnostic after the upgrade.
            if let refusal = Handshake.refusal(request) { return try connection.send(refusal.bytes) }
            if let refusal = backend.refusal(name), backend.store.names.allSatisfy({ $0.runtime != name.runtime }) {
                return try connection.send(refusal.bytes)
            }
            try connection.send(Handshake.response(request).bytes)
            try backend.observe(name, request, on: Socket(connection, journal: backend.journal))
        default: return try connection.send(backend.answer(request).bytes)
        }
    }
}
