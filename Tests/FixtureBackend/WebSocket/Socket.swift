/// The server's end of one WebSocket: writes frames, answers pings, journals what the client sends.
final class Socket {
    /// What a client's frame means for the one who serves it.
    enum Arrival: Equatable { case woken, nothing, ping, pong, message, closed, left }

    let connection: Connection
    /// The client's last whole message.
    private(set) var message: [UInt8] = []
    private(set) var isBinary = false
    private let journal: Journal

    init(_ connection: Connection, journal: Journal) {
        self.connection = connection
        self.journal = journal
    }
}

extension Socket {
    /// Sends a text message, fragmented and mixed with pings if the connection's shape says so.
    func send(_ text: String) throws { try send(message: Array(text.utf8), opcode: Frame.Opcode.text) }

    func send(message payload: [UInt8], opcode: UInt8) throws {
        let size = max(1, connection.shape.fragment ?? payload.count)
        var start = 0
        repeat {
            let end = min(payload.count, start + size)
            let part = payload[start..<end]
            try send(
                Frame(
                    opcode: start == 0 ? opcode : Frame.Opcode.continuation, fin: end == payload.count,
                    payload: Array(part)))
            if let ping = connection.shape.ping {
                try send(Frame(opcode: Frame.Opcode.ping, payload: Array(ping.utf8)))
            }
            start = end
        } while start < payload.count
    }

    /// Journals what a client said that then left in the middle of our sending.
    func noteLastWords() {
        while connection.wait(.zero) == .bytes {}
        noteFrames()
    }

    /// Journals the frames that are there, and answers none.
    func noteFrames() {
        while let frame = Frame(from: &connection.input) { journal.note(frame, on: connection.number) }
    }

    func send(_ frame: Frame) throws { try connection.send(frame.bytes) }

    /// Waits for the client's next frame (pings are answered here), for the wake descriptor, or for the limit.
    func next(_ limit: Duration? = nil, wake: Int32? = nil) throws -> Arrival {
        while true {
            if let frame = Frame(from: &connection.input) {
                guard let arrival = try take(frame) else { continue }
                return arrival
            }
            switch connection.wait(limit, wake: wake) {
            case .bytes: continue
            case .end: return .left
            case .woken: return .woken
            case .nothing: return .nothing
            }
        }
    }
}

private extension Socket {
    /// Nil for a part of a message.
    func take(_ frame: Frame) throws -> Arrival? {
        journal.note(frame, on: connection.number)
        guard frame.isMasked else { try connection.end(.drop, "unmasked frame from the client") }
        switch frame.opcode {
        case Frame.Opcode.ping:
            try send(Frame(opcode: Frame.Opcode.pong, payload: frame.payload))
            return .ping
        case Frame.Opcode.pong: return .pong
        case Frame.Opcode.close: return .closed
        default:
            if frame.opcode != Frame.Opcode.continuation {
                (message, isBinary) = ([], frame.opcode == Frame.Opcode.binary)
            }
            message += frame.payload
            return frame.fin ? .message : nil
        }
    }
}
