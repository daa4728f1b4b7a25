package import Glibc
package import Shared

/// A WebSocket over a byte stream, for a loop that never blocks.
///
/// Poll ``interest`` until ``deadline``; call ``proceed(now:)``, then ``next(texts:)`` until it answers `wait` or `ended`.
/// SIGPIPE must be ignored in the process.
package final class WebSocketConnection {
    /// Where it leads.
    package let endpoint: Endpoint
    private let stream: ByteStream
    private let headers: HTTPHeaders
    private let options: WebSocketSession.Options
    /// Nil while connecting.
    private var session: WebSocketSession?
    /// Whether the server has switched protocols.
    package private(set) var isOpen = false
    private let reading: SharedReadBuffer
    private var failure: TransportError?
    /// When the last byte came; nil while none has.
    private(set) var lastBytes: Instant?
    /// Whether bytes were received that ``next(texts:)`` has not been asked about, or more may be there at once.
    package private(set) var hasMore = false

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - headers: Sent with the handshake.
    ///   - buffer: What it reads into; other connections may do so, too.
    package init(
        to endpoint: Endpoint, headers: HTTPHeaders = HTTPHeaders(), over transport: TransportOptions,
        options: WebSocketSession.Options, reading buffer: SharedReadBuffer = SharedReadBuffer()
    ) throws(TransportError) {
        reading = buffer
        self.endpoint = endpoint
        self.headers = headers
        self.options = options
        stream = try ByteStream(to: endpoint, options: transport)
    }

    /// How a connection ended.
    package enum Ending: Sendable {
        /// There is none.
        case notConnected(TransportError)
        /// It broke.
        case broken(TransportError)
        /// As WebSockets end.
        case ended(WebSocketEnding)
    }

    /// What there is to do.
    package enum Action: Sendable {
        /// The server has switched protocols; happens once, first.
        case opened
        /// A whole binary message came.
        case binary([UInt8])
        /// The server has answered ``WebSocketConnection/ping()``.
        case pong
        /// Everything received is dealt with.
        case wait
        /// It is over.
        case ended(Ending)
    }
}

extension WebSocketConnection {
    /// Connects, reads, looks at the clock and writes, as far as that can be done at once.
    package func proceed(now: Instant) {
        guard failure == nil else { return }
        hasMore = false
        do throws(TransportError) {
            if session == nil {
                guard try stream.proceed() else { return }
                session = WebSocketSession(
                    handshake: Handshake(endpoint: stream.endpoint, headers: headers, key: .random(in: .min ... .max)),
                    options: options, now: now, maskingKey: { .random(in: .min ... .max) })
            }
            session?.borrow(&reading.storage)
            var space = 0
            let received = try session?.receive(now: now) { (free) throws(TransportError) in
                space = free.count
                return try stream.receive(into: free)
            }
            if let received {
                lastBytes = now
                // What TLS holds, no poll shows.
                hasMore = received == 0 || received == space || !stream.isPlain
            } else {
                // Only now: what waited in the socket counts as life.
                session?.tick(now: now)
            }
            try flush()
        } catch {
            failure = error
        }
    }

    /// The next thing to do; ask until it answers `wait` or `ended`.
    ///
    /// - Parameter take: Given each text message that comes before it; it must not use the connection.
    /// - Returns: nil when `take` has answered false: ask again.
    package func next(texts take: (Bytes) -> Bool) -> Action? {
        guard session != nil else { return failure.map { .ended(.notConnected($0)) } ?? .wait }
        switch session?.next(texts: take) {
        case .opened:
            isOpen = true
            return .opened
        case .binary(let range): return .binary(session.map { Array($0.buffer.bytes[range]) } ?? [])
        case .pong: return .pong
        case .text, nil: return nil
        case .ended(.refused(var response)):
            response.proxy = stream.proxy
            return .ended(.ended(.refused(response)))
        case .ended(let ending): return .ended(.ended(ending))
        // What was received before a failure comes before it.
        case .wait:
            session?.giveBack(to: &reading.storage, maxMoved: reading.maxMoved)
            return failure.map { .ended(.broken($0)) } ?? .wait
        }
    }

    /// Sends a text message, as soon as that can be done.
    package func send(_ text: [UInt8]) { session?.send(.text, text) }

    /// Sends a binary message, as soon as that can be done.
    package func send(binary: [UInt8]) { session?.send(.binary, binary) }

    /// Asks for an answer, as soon as that can be done.
    package func ping() { session?.ping() }

    /// Says the last word; what can be sent at once is sent.
    package func close(_ code: CloseCode, now: Instant) {
        session?.close(CloseFrame(code: code), now: now)
        try? flush()
    }

    /// Says that reading was held up on our side and goes on now.
    package func resume(now: Instant) { session?.resume(now: now) }

    /// Whether everything that was to be sent has been handed to the system.
    package var isFlushed: Bool { session?.unsent.isEmpty ?? true }

    /// Whether a part of a message has been received, and not the rest.
    package var isInMessage: Bool { session?.isInMessage ?? false }

    /// What to poll.
    package var interest: [pollfd] { socketInterest.map { [$0] } ?? stream.interest }

    /// What to poll, and all of it, once the socket is connected; nil before.
    var socketInterest: pollfd? {
        guard session != nil else { return nil }
        return pollfd(fd: stream.descriptor, events: Int16(isFlushed ? POLLIN : POLLIN | POLLOUT), revents: 0)
    }

    /// When to call ``proceed(now:)`` even if nothing came.
    package func deadline(now: Instant) -> Instant? {
        session == nil ? now + .milliseconds(Int(stream.timeout)) : session?.deadline
    }
}

extension WebSocketConnection {
    private func flush() throws(TransportError) {
        guard let unsent = session?.unsent, !unsent.isEmpty else { return }
        session?.sent(try stream.send(unsent.span))
    }
}
