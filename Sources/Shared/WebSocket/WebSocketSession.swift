/// One WebSocket connection of a client as a value: bytes and the time go in, actions and bytes to send come out.
///
///     loop: while true {
///         switch session.next() {
///         case .text(let range): consume(session.buffer.bytes.span.extracting(range))
///         case .binary, .opened: continue
///         case .ended(let ending): …; break loop
///         case .wait:
///             // send what is unsent and say session.sent(count); poll until session.deadline; then
///             // session.receive(now:) { try stream.receive(into: $0) } and, after reading, session.tick(now:)
///         }
///     }
package struct WebSocketSession: Sendable {
    /// What has been received; a message is in it at the range that its action names, until the next mutating call.
    package private(set) var buffer = ReceiveBuffer()

    private let options: Options
    private var phase: Phase
    private var outgoing: OutgoingFrames
    private var timer: Keepalive
    private var assembly = MessageAssembly()
    private var awaitsPong = false
    private var streamEnded = false
    /// Whether the last read found something: then there may be more, or what it found is not dealt with yet.
    private var bytesWait = false

    /// Begins with the handshake's request unsent. `maskingKey` must draw from a strong random source (RFC 6455 §5.3).
    package init(
        handshake: Handshake, options: Options = Options(), now: Instant,
        maskingKey: @escaping @Sendable () -> UInt32
    ) {
        self.options = options
        phase = .opening(HandshakeReader(handshake))
        outgoing = OutgoingFrames(request: handshake.request, maskingKey: maskingKey)
        timer = Keepalive(interval: options.pingInterval, now: now)
        timer.expectAnswer(within: options.openTimeout, now: now)
    }

    private enum Phase {
        /// Waits for the answer to the handshake; leads to `open` or `ended`.
        case opening(HandshakeReader)
        /// Messages flow; leads to `closing` or `ended`.
        case open
        /// Our last word is said, the server's not yet; messages still come; leads to `ended`.
        case closing
        /// Nothing happens any more.
        case ended(WebSocketEnding)
    }
}

// MARK: Outside in

extension WebSocketSession {
    /// Lets `read` write received bytes into the buffer: it returns their number, 0 at the end of the stream, nil when
    /// there is nothing now. The answer is passed on.
    @discardableResult
    package mutating func receive<Failure: Error>(
        now: Instant, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) -> Int? {
        let count = try buffer.receive(expected: assembly.expected, read)
        bytesWait = (count ?? 0) > 0
        guard let count else { return nil }
        if count == 0 { streamEnded = true } else { timer.heard(now: now) }
        return count
    }

    /// Reads into a storage that others use in between; see ``giveBack(to:maxMoved:)``.
    package mutating func borrow(_ storage: inout [UInt8]) { buffer.borrow(&storage) }

    /// Gives the storage to others, when everything received is dealt with; not if a part of a message waits in it that is
    /// longer than `maxMoved` bytes.
    package mutating func giveBack(to storage: inout [UInt8], maxMoved: Int) {
        buffer.giveBack(to: &storage, maxMoved: maxMoved)
    }

    /// Looks at the clock: pings a silent server, gives up a dead one. Read before ticking: only after a read that found
    /// nothing is an answer late.
    package mutating func tick(now: Instant) {
        switch (timer.tick(now: now, bytesWait: bytesWait), phase) {
        case (.nothing, _), (_, .ended): break
        case (.ping, _): outgoing.append(.ping, [])
        case (.unanswered(let duration), .opening(let opening)):
            phase = .ended(opening.refusal.map { .refused($0) } ?? .unanswered(duration))
        case (.unanswered(let duration), _): phase = .ended(.unanswered(duration))
        case (.silent(let duration), _): phase = .ended(.silent(duration))
        }
    }

    /// Says that reading was held up on our side and goes on now: the silence was not the server's.
    package mutating func resume(now: Instant) {
        timer.heard(now: now)
    }

    /// Sends one whole message; nothing happens when the connection is not open.
    package mutating func send(_ opcode: Opcode, _ payload: [UInt8]) {
        guard case .open = phase, !opcode.isControl else { return }
        outgoing.append(opcode, payload)
    }

    /// Asks for an answer, ``Action/pong``; nothing happens when the connection is not open.
    package mutating func ping() {
        guard case .open = phase else { return }
        outgoing.append(.ping, Self.pingPayload)
        awaitsPong = true
    }

    /// Begins the closing handshake; nothing happens when the connection is not open.
    package mutating func close(_ frame: CloseFrame, now: Instant) {
        guard case .open = phase else { return }
        outgoing.append(.close, frame.payload)
        phase = .closing
        timer.expectAnswer(within: options.closeTimeout, now: now)
    }
}

// MARK: Inside out

extension WebSocketSession {
    /// Whether a part of a message has been received, and not the rest.
    package var isInMessage: Bool { !assembly.isIdle || !buffer.unread.isEmpty }

    /// Bytes for the server, in order.
    package var unsent: ArraySlice<UInt8> { outgoing.bytes }

    /// When to call `tick` next; nil when only bytes matter.
    package var deadline: Instant? {
        if case .ended = phase { nil } else { timer.deadline }
    }

    /// Says that so many of the unsent bytes have left.
    package mutating func sent(_ count: Int) {
        outgoing.sent(count)
    }

    /// The next thing to do; ask until it says `wait` or `ended`.
    package mutating func next() -> Action {
        while true {
            do throws(WebSocketFault) {
                switch phase {
                case .opening(var opening):
                    let answer = try opening.read(&buffer, streamEnded: streamEnded)
                    phase = .opening(opening)
                    switch answer {
                    case nil: return pause(.handshake)
                    case .opened?: return open()
                    case .refused(let response)?: phase = .ended(.refused(response))
                    }
                case .open, .closing:
                    if let action = try nextMessage() { return action }
                    guard case .ended = phase else { return pause(assembly.isIdle ? .pause : .message) }
                case .ended(let ending):
                    return .ended(ending)
                }
            } catch {
                fail(error)
            }
        }
    }
}

extension WebSocketSession {
    /// The next thing to do that is not a text message; `take` is given those that come before it.
    ///
    /// - Returns: nil when `take` has answered false: nothing more is looked at for now.
    package mutating func next(texts take: (Bytes) -> Bool) -> Action? {
        while true {
            let action = next()
            guard case .text(let range) = action else { return action }
            guard take(buffer.bytes.span.extracting(range)) else { return nil }
        }
    }
}

extension WebSocketSession {
    private mutating func pause(_ during: WebSocketEnding.During) -> Action {
        guard streamEnded else { return .wait }
        let ending = WebSocketEnding.dropped(during == .pause && !buffer.unread.isEmpty ? .message : during)
        phase = .ended(ending)
        return .ended(ending)
    }

    private mutating func open() -> Action {
        phase = .open
        timer.answered()
        return .opened
    }

    private mutating func nextMessage() throws(WebSocketFault) -> Action? {
        if assembly.isWhole { assembly = MessageAssembly() }
        if assembly.opcode == nil {
            buffer.beginMessage()
            // Nearly all messages are these: there is nothing to assemble.
            if !options.checksText, let header = FrameHeader.wholeText(buffer.bytes.span.extracting(buffer.unread)),
                header.payloadLength <= options.messageLimit
            {
                buffer.skip(header.size)
                buffer.beginMessage()
                buffer.gather(header.payloadLength)
                return .text(buffer.message)
            }
        }
        while true {
            if assembly.isInFrame {
                let count = min(assembly.missing, buffer.unread.count)
                buffer.gather(count)
                try assembly.gathered(count, in: buffer, checkingText: options.checksText)
                guard !assembly.isWhole else {
                    return assembly.opcode == .text ? .text(buffer.message) : .binary(buffer.message)
                }
                guard !assembly.isInFrame else { return nil }
            }
            guard let header = try FrameHeader.parse(buffer.bytes.span.extracting(buffer.unread)) else { return nil }
            if header.opcode.isControl {
                guard buffer.unread.count >= header.size + header.payloadLength else { return nil }
                buffer.skip(header.size)
                if let action = try control(header) { return action }
                if case .ended = phase { return nil }
            } else {
                let begins = assembly.opcode == nil
                try assembly.begin(header, gathered: buffer.message.count, limit: options.messageLimit)
                buffer.skip(header.size)
                if begins { buffer.beginMessage() }
            }
        }
    }

    /// Sets the answer apart from those to a silent server's pings, and from what nobody asked for (RFC 6455 §5.5.3).
    private static let pingPayload = Array("?".utf8)

    private mutating func control(_ header: FrameHeader) throws(WebSocketFault) -> Action? {
        let range = buffer.cursor..<buffer.cursor + header.payloadLength
        buffer.skip(header.payloadLength)
        switch header.opcode {
        case .ping: outgoing.pong(Array(buffer.bytes[range]))
        case .close:
            let frame = try CloseFrame(payload: buffer.bytes.span.extracting(range))
            if case .open = phase { outgoing.append(.close, frame.echo.payload) }
            phase = .ended(.closed(frame))
        case .pong where awaitsPong && buffer.bytes[range].elementsEqual(Self.pingPayload):
            awaitsPong = false
            return .pong
        case .pong, .continuation, .text, .binary: break
        }
        return nil
    }

    private mutating func fail(_ fault: WebSocketFault) {
        if case .open = phase, let code = fault.closeCode {
            outgoing.append(.close, CloseFrame(code: code, reason: fault.description).payload)
        }
        phase = .ended(.fault(fault))
    }
}
