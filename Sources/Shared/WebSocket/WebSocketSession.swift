/// A client's WebSocket connection as a value: bytes and the time go in, actions and bytes to send come out.
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
    /// What has been received; a message is at the range in its action until the next mutating call.
    package private(set) var buffer = ReceiveBuffer()

    private let options: Options
    private var phase: Phase
    private var outgoing: OutgoingFrames
    private var timer: Keepalive
    private var assembly = MessageAssembly()
    private var awaitsPong = false
    private var streamEnded = false
    /// Whether the last read found something, so that there may be more.
    private var bytesWait = false

    /// Begins with the handshake's request unsent. `maskingKey` must use a strong source of randomness (RFC 6455 §5.3).
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
        /// Our close frame has been sent, messages may still arrive; leads to `ended`.
        case closing
        /// The connection has ended.
        case ended(WebSocketEnding)
    }
}

// MARK: Outside in

extension WebSocketSession {
    /// Lets `read` write received bytes into the buffer: it returns their number, 0 at the end of the stream, nil if
    /// there is nothing now. Returns the same.
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

    /// Uses a storage that is shared with others; see ``giveBack(to:maxMoved:)``.
    package mutating func borrow(_ storage: inout [UInt8]) { buffer.borrow(&storage) }

    /// Returns the storage when everything received has been processed, unless a part of a message in it is longer than
    /// `maxMoved` bytes.
    package mutating func giveBack(to storage: inout [UInt8], maxMoved: Int) {
        buffer.giveBack(to: &storage, maxMoved: maxMoved)
    }

    /// Handles timeouts: pings a silent server, gives up a dead one. Read first: an answer is late only after a read
    /// that found nothing.
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

    /// Reading was held up on our side and goes on now, so the silence was not the server's.
    package mutating func resume(now: Instant) {
        timer.heard(now: now)
    }

    /// Sends one whole message; does nothing if the connection is not open.
    package mutating func send(_ opcode: Opcode, _ payload: [UInt8]) {
        guard case .open = phase, !opcode.isControl else { return }
        outgoing.append(opcode, payload)
    }

    /// Sends a ping, to be answered by ``Action/pong``; does nothing if the connection is not open.
    package mutating func ping() {
        guard case .open = phase else { return }
        outgoing.append(.ping, Self.pingPayload)
        awaitsPong = true
    }

    /// Begins the closing handshake; does nothing if the connection is not open.
    package mutating func close(_ frame: CloseFrame, now: Instant) {
        guard case .open = phase else { return }
        outgoing.append(.close, frame.payload)
        phase = .closing
        timer.expectAnswer(within: options.closeTimeout, now: now)
    }
}

// MARK: Inside out

extension WebSocketSession {
    /// Whether a part of a message has been received, but not the rest.
    package var isInMessage: Bool { !assembly.isIdle || !buffer.unread.isEmpty }

    /// The bytes to send, in order.
    package var unsent: ArraySlice<UInt8> { outgoing.bytes }

    /// When to call `tick`; nil to wait for bytes only.
    package var deadline: Instant? {
        if case .ended = phase { nil } else { timer.deadline }
    }

    /// Removes unsent bytes that have been sent.
    package mutating func sent(_ count: Int) {
        outgoing.sent(count)
    }

    /// The next action; call it until it returns `wait` or `ended`.
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
    /// The next action that is not a text message; `take` is called with those that come before it.
    ///
    /// - Returns: nil if `take` returned false.
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
            // Nearly all messages are like this: there is nothing to assemble.
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

    /// Distinguishes the pong from those for keepalive pings, and from unsolicited ones (RFC 6455 §5.5.3).
    private static let pingPayload = Array("?".utf8)

    private mutating func control(_ header: FrameHeader) throws(WebSocketFault) -> Action? {
        let range = buffer.readOffset..<buffer.readOffset + header.payloadLength
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
