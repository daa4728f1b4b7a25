import Glibc
import Shared
import Transport

/// The whole loop: connect, then echo until the connection ends.
struct Echo {
    let endpoint: Endpoint
    let options: TransportOptions
}

extension Echo {
    func run() throws(Failure) {
        signal(SIGPIPE, SIG_IGN)
        let ending: WebSocketEnding
        do throws(TransportError) {
            ending = try converse(over: try connect())
        } catch {
            throw Failure(error.exitStatus, error.description)
        }
        switch ending {
        case .closed: return
        case .fault: throw Failure(.protocolError, ending.description)
        case .refused, .dropped, .silent, .unanswered: throw Failure(.incomplete, ending.description)
        }
    }
}

extension Echo {
    private func connect() throws(TransportError) -> ByteStream {
        let stream = try ByteStream(to: endpoint, options: options)
        while try !stream.proceed() {
            var interest = stream.interest
            _ = poll(&interest, nfds_t(interest.count), stream.timeout)
        }
        return stream
    }

    private func converse(over stream: ByteStream) throws(TransportError) -> WebSocketEnding {
        let handshake = Handshake(
            endpoint: endpoint, key: SIMD16.random(in: UInt8.min ... .max))
        var session = WebSocketSession(handshake: handshake, now: .now) { UInt32.random(in: .min ... .max) }
        while true {
            switch session.next() {
            case .opened: break
            case .text(let range): session.send(.text, Array(session.buffer.bytes[range]))
            case .binary(let range): session.send(.binary, Array(session.buffer.bytes[range]))
            case .wait: try exchange(&session, stream)
            case .ended(let ending):
                finish(&session, stream)
                return ending
            }
        }
    }

    /// Sends before it reads: a server that does not take our echo gets nothing more read from it.
    private func exchange(_ session: inout WebSocketSession, _ stream: ByteStream) throws(TransportError) {
        if !session.unsent.isEmpty { session.sent(try stream.send(session.unsent.span)) }
        let isStuck = !session.unsent.isEmpty
        if !isStuck {
            let count = try session.receive(now: .now) { (space) throws(TransportError) in
                try stream.receive(into: space)
            }
            guard count == nil else { return }
        }
        wait(for: stream, isStuck ? POLLOUT : POLLIN, until: session.deadline)
        session.tick(now: .now)
    }

    /// Sends the last words, then lets the server close the connection first (RFC 6455 §7.1.1), each for a second at most.
    private func finish(_ session: inout WebSocketSession, _ stream: ByteStream) {
        let limit = ContinuousClock.Instant.now.advanced(by: .seconds(1))
        while !session.unsent.isEmpty, .now < limit {
            guard let count = try? stream.send(session.unsent.span) else { return }
            session.sent(count)
            if count == 0 { wait(for: stream, POLLOUT, until: limit) }
        }
        let bin = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
        defer { bin.deallocate() }
        while .now < limit {
            let count: Int?
            do throws(TransportError) { count = try stream.receive(into: bin) } catch { return }
            switch count {
            case 0?: return
            case nil: wait(for: stream, POLLIN, until: limit)
            default: continue
            }
        }
    }

    private func wait(for stream: ByteStream, _ events: Int32, until deadline: ContinuousClock.Instant?) {
        var interest = pollfd(fd: stream.descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        let milliseconds = deadline.map { ContinuousClock.Instant.now.duration(to: $0).millisecondsRoundedUp } ?? -1
        _ = poll(&interest, 1, Int32(truncatingIfNeeded: milliseconds))
    }
}
