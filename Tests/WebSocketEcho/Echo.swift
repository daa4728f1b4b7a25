import Glibc
import Shared
import Transport

/// The whole loop: connect, then echo until the connection ends.
struct Echo {
    let connection: WebSocketConnection
    let loop: EventLoop

    init(to endpoint: Endpoint, over options: TransportOptions) throws(Failure) {
        loop = try EventLoop(output: Output(descriptor: STDOUT_FILENO))
        do throws(TransportError) {
            connection = try WebSocketConnection(to: endpoint, over: options, options: WebSocketSession.Options())
        } catch {
            throw Failure(error.exitStatus, error.description)
        }
    }
}

extension Echo {
    func run() throws(Failure) {
        let ending: WebSocketConnection.Ending
        do throws(StopReason) {
            ending = try converse()
            try sendLastWords()
        } catch {
            throw Failure(.incomplete, "stopped")
        }
        switch ending {
        case .ended(.closed): return
        case .ended(.fault(let fault)): throw Failure(.protocolError, fault.description)
        case .ended(let ending): throw Failure(.incomplete, ending.description)
        case .notConnected(let error), .broken(let error): throw Failure(error.exitStatus, error.description)
        }
    }
}

extension Echo {
    private func converse() throws(StopReason) -> WebSocketConnection.Ending {
        while true {
            connection.proceed(now: .now)
            if let ending = echo() { return ending }
            guard !connection.hasMore else { continue }
            try loop.wait(for: connection.interest, until: connection.deadline(now: .now))
        }
    }

    /// Sends everything back that has come.
    private func echo() -> WebSocketConnection.Ending? {
        while true {
            var text: [UInt8] = []
            let action = connection.next { message in
                text = message.withUnsafeBufferPointer(Array.init)
                return false
            }
            switch action {
            case nil: connection.send(text)
            case .opened, .pong: continue
            case .binary(let bytes): connection.send(binary: bytes)
            case .wait: return nil
            case .ended(let ending): return ending
            }
        }
    }

    private func sendLastWords() throws(StopReason) {
        let limit = Instant.now + .seconds(1)
        while !connection.isFlushed, .now < limit {
            connection.close(.normal, now: .now)
            if !connection.isFlushed { try loop.wait(for: connection.interest, until: limit) }
        }
    }
}
