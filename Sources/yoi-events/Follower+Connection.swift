internal import Glibc
internal import Shared
internal import Transport

extension Follower {
    /// Connects and prints what comes, until the connection is lost.
    mutating func listen() throws(Stop) -> Loss {
        let url = target.events(after: observation.cursor?.description)
        guard let endpoint = Endpoint(url: url) else {
            return Loss(reason: "the Backend URL cannot be used", status: .usage, isFinal: true)
        }
        messages.detail("connecting to \(endpoint.label), cursor \(observation.cursor?.description ?? "none")")
        switch try loop.connect(to: endpoint, access.options) {
        case .failure(let error): return Loss(error)
        case .success(let stream):
            var session = session(with: endpoint)
            do throws(Stop) {
                return try converse(over: stream, &session)
            } catch {
                // The Backend answers a close frame by dropping the connection: there is no echo to wait for.
                session.close(CloseFrame(code: .normal), now: .now)
                _ = send(&session, over: stream)
                throw error
            }
        }
    }

    private func session(with endpoint: Endpoint) -> WebSocketSession {
        let handshake = Handshake(
            endpoint: endpoint, headers: access.headers, key: .random(in: .min ... .max))
        // Text is not checked twice: the JSON scanner looks at every byte.
        let limits = WebSocketSession.Options(
            messageLimit: options.longestMessage.bytes, checksText: false, pingInterval: options.pingInterval,
            openTimeout: options.connection.connectLimit)
        return WebSocketSession(
            handshake: handshake, options: limits, now: .now, maskingKey: { .random(in: .min ... .max) })
    }

    private mutating func converse(over stream: ByteStream, _ session: inout WebSocketSession) throws(Stop) -> Loss {
        var life = ConnectionLife()
        while true {
            let now = Instant.now
            let received: Int?
            do throws(TransportError) {
                received = try session.receive(now: now) { space throws(TransportError) in
                    try stream.receive(into: space)
                }
            } catch {
                return Loss(broken: error)
            }
            if received != nil { life.lastBytes = now }
            session.tick(now: now)
            let end = try takeMessages(&session, &life, now: now)
            // Also where the connection ends with the bytes that prove it.
            if life.isHealthy(now: now) { noteHealth(age: life.age(now: now)) }
            let failure = send(&session, over: stream)
            if let loss = end ?? failure { return loss }
            if try loop.flush() { session.resume(now: .now) }
            let idle = idleDeadline(life, isInMessage: session.isInMessage)
            if let idle, received == nil, now >= idle { throw .complete }
            let deadlines = [session.deadline, idle, healthDeadline(life)]
            try loop.wait(
                for: [stream.interest(toSend: !session.unsent.isEmpty)],
                until: received == nil ? deadlines.compactMap { $0 }.min() : now)
        }
    }

    /// Sends what can be sent at once.
    private func send(_ session: inout WebSocketSession, over stream: ByteStream) -> Loss? {
        guard !session.unsent.isEmpty else { return nil }
        do throws(TransportError) {
            session.sent(try stream.send(session.unsent.span))
            return nil
        } catch {
            return Loss(broken: error)
        }
    }

    /// Deals with all that has been received.
    private mutating func takeMessages(
        _ session: inout WebSocketSession, _ life: inout ConnectionLife, now: Instant
    ) throws(Stop) -> Loss? {
        while true {
            switch session.next() {
            case .opened:
                life.opened = now
                hasOpened = true
            case .text(let range):
                life.lastMessage = now
                if let loss = try take(session.buffer.bytes.span.extracting(range), &life) {
                    session.close(CloseFrame(code: loss.closeCode), now: now)
                    return loss
                }
                loop.mark(observation.cursor)
            // Nothing of this protocol comes in binary frames.
            case .binary: continue
            case .wait: return nil
            case .ended(let ending): return Loss(ending)
            }
        }
    }

    private mutating func take(_ message: Bytes, _ life: inout ConnectionLife) throws(Stop) -> Loss? {
        switch observation.receive(message) {
        case .drop: return nil
        case .event(let envelope): try print(envelope, of: message, &life)
        case .complain(let kind, let sentence, let envelope):
            if envelope == nil, let fault = textFault(message) { return Loss(.fault(fault)) }
            try printer.print(.error(kind: kind, origin: .events, sentence), on: loop)
            if let envelope { try print(envelope, of: message, &life) }
        case .restart(let sentence):
            try printer.print(.error(kind: .gap, origin: .events, sentence), on: loop)
            return Loss(reason: sentence, status: .unavailable, asksForFreshStart: true, isEvent: false)
        case .notFound(let sentence):
            try printer.print(.error(kind: .notFound, origin: .events, sentence), on: loop)
            return Loss(
                reason: sentence, status: .notFound, advice: ExitStatus.notFound.advice, isFinal: true, isEvent: false)
        }
        return nil
    }

    /// The session leaves it to the JSON scanner to look at every byte; so what is no JSON may be no UTF-8 (RFC 6455 §8.1).
    private func textFault(_ message: Bytes) -> ProtocolFault? {
        switch UTF8Check.validate(message, from: 0, to: message.count) {
        case .whole: nil
        case .unfinished(let offset), .malformed(let offset): .invalidUTF8(offset: offset)
        }
    }

    private mutating func print(
        _ envelope: ObservationFrame.Envelope, of message: Bytes, _ life: inout ConnectionLife
    ) throws(Stop) {
        if !life.hasDelivered { life.hasDelivered = !message.string(envelope.name, is: "snapshot") }
        try printer.print(envelope, of: message, on: loop)
    }

    /// While a message comes in pieces each of them counts: a large snapshot on a slow line is no silence.
    private func idleDeadline(_ life: ConnectionLife, isInMessage: Bool) -> Instant? {
        guard let limit = options.idleTimeout?.asLimit, let opened = life.opened else { return nil }
        return (isInMessage ? life.lastBytes : life.lastMessage).map { $0 + limit } ?? opened + limit
    }

    private func healthDeadline(_ life: ConnectionLife) -> Instant? {
        reconnects.isCounting ? life.opened.map { $0 + Reconnects.healthyAge } : nil
    }
}

/// What one connection has brought so far.
struct ConnectionLife {
    var opened: ContinuousClock.Instant?
    var lastMessage: ContinuousClock.Instant?
    var lastBytes: ContinuousClock.Instant?
    /// An event other than a snapshot has come.
    var hasDelivered = false

    func isHealthy(now: ContinuousClock.Instant) -> Bool {
        hasDelivered || age(now: now) >= Reconnects.healthyAge
    }

    /// How long it has been open.
    func age(now: ContinuousClock.Instant) -> Duration { opened.map { $0.duration(to: now) } ?? .zero }
}

extension ByteStream {
    fileprivate func interest(toSend: Bool) -> pollfd {
        pollfd(fd: descriptor, events: Int16(toSend ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
}
