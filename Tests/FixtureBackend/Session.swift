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
    func nextRequest(on connection: Connection) throws -> Request? {
        guard var request = try Request(headFrom: connection) else { return nil }
        try request.readBody(from: connection)
        backend.journal.note(request, on: number)
        return request
    }

    func serve(_ request: Request, on connection: Connection) throws {
        guard case .observe(let name) = Route(backend.path(of: request)), request.wantsUpgrade else {
            return try connection.send(backend.answer(request).bytes)
        }
        // An unknown Runtime is refused; an unknown worker is told so after the upgrade.
        if let refusal = Handshake.refusal(request) { return try connection.send(refusal.bytes) }
        if let refusal = backend.refusal(name), backend.options.workers.allSatisfy({ $0.runtime != name.runtime }) {
            return try connection.send(refusal.bytes)
        }
        try connection.send(Handshake.response(request).bytes)
        try backend.observe(name, request, on: Socket(connection, journal: backend.journal))
    }
}
