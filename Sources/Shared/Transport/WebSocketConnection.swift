package import Glibc
package import Shared

/// A WebSocket over a byte stream that never blocks.
///
/// Poll ``interest`` until ``deadline``; call ``proceed(now:)``, then ``next(texts:)`` until it returns `wait` or
/// `ended`. SIGPIPE must be ignored.
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
    /// When the last byte arrived; nil if none has.
    private(set) var lastBytes: Instant?
    /// Whether ``next(texts:)`` or another read may find more at once.
    package private(set) var hasMore = false

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - headers: Sent with the handshake.
    ///   - buffer: The buffer to read into, which other connections may share.
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
        /// It was never made.
        case notConnected(TransportError)
        /// It broke.
        case broken(TransportError)
        /// As a WebSocket ends.
        case ended(WebSocketEnding)
    }

    /// What to do next.
    package enum Action: Sendable {
        /// The server has switched protocols; always the first action.
        case opened
        /// A whole binary message arrived.
        case binary([UInt8])
        /// The server has answered ``WebSocketConnection/ping()``.
        case pong
        /// Everything received has been processed.
        case wait
        /// The connection has ended.
        case ended(Ending)
    }
}

extension WebSocketConnection {
    /// Connects, reads, handles timeouts and writes, as far as possible at once.
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
                // Polling does not show what TLS holds.
                hasMore = received == 0 || received == space || !stream.isPlain
            } else {
                // Only after reading: what was in the socket counts as a sign of life.
                session?.tick(now: now)
            }
            try flush()
        } catch {
            failure = error
        }
    }

    /// The next action; call it until it returns `wait` or `ended`.
    ///
    /// - Parameter take: Called with each text message that comes before it; it must not use the connection.
    /// - Returns: nil if `take` returned false; call it again.
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
        // What was received before a failure has been returned by now.
        case .wait:
            session?.giveBack(to: &reading.storage, maxMoved: reading.maxMoved)
            return failure.map { .ended(.broken($0)) } ?? .wait
        }
    }

    /// Sends a text message as soon as possible.
    package func send(_ text: [UInt8]) { session?.send(.text, text) }

    /// Sends a binary message as soon as possible.
    package func send(binary: [UInt8]) { session?.send(.binary, binary) }

    /// Sends a ping as soon as possible.
    package func ping() { session?.ping() }

    /// Sends a close frame, if that can be sent at once.
    package func close(_ code: CloseCode, now: Instant) {
        session?.close(CloseFrame(code: code), now: now)
        try? flush()
    }

    /// Reading was held up on our side and goes on now.
    package func resume(now: Instant) { session?.resume(now: now) }

    /// Whether everything has been passed to the system.
    package var isFlushed: Bool { session?.unsent.isEmpty ?? true }

    /// Whether a part of a message has been received, but not the rest.
    package var isInMessage: Bool { session?.isInMessage ?? false }

    /// What to poll.
    package var interest: [pollfd] { socketInterest.map { [$0] } ?? stream.interest }

    /// What to poll once the socket is connected; nil before.
    var socketInterest: pollfd? {
        guard session != nil else { return nil }
        return pollfd(fd: stream.descriptor, events: Int16(isFlushed ? POLLIN : POLLIN | POLLOUT), revents: 0)
    }

    /// When to call ``proceed(now:)`` even if nothing arrives.
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
