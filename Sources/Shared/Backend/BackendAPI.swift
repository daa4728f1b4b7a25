/// One of the Backend's two APIs, for one Worker's stream over any number of connections: what to request first, what a
/// message means, what to do when a connection ends. A value without I/O.
package protocol BackendAPI: Sendable {
    /// The URL of the next GET request; nil when only the socket is needed.
    var request: String? { get }

    /// The WebSocket's URL, with the scheme of the base URL: `http` or `https`.
    var socket: String { get }

    /// Takes the answer to ``request``.
    ///
    /// - Returns: what went wrong; nil to continue with the next request, or with the socket.
    mutating func receive(_ answer: Result<HTTPResponse, Disconnection>, to printer: inout EventPrinter)
        -> Disconnection?

    /// Continues without the answer to ``request``.
    ///
    /// - Returns: whether that can be done.
    mutating func skipRequest() -> Bool

    /// Whether the whole history has been printed.
    var hasPrintedHistory: Bool { get }

    /// The socket is open.
    mutating func opened(now: Instant)

    /// Whether a ping is wanted now that the socket is open.
    var wantsPing: Bool { get }

    /// The ping was answered: everything the server had to send first has arrived.
    mutating func pingAnswered(now: Instant, to printer: inout EventPrinter)

    /// Takes one whole text message.
    ///
    /// - Returns: why the connection must be closed; nil to continue.
    mutating func receive(_ message: Bytes, now: Instant, to printer: inout EventPrinter) -> Disconnection?

    /// When to call ``tick(now:to:)``; nil to wait for messages only.
    var deadline: Instant? { get }

    /// Handles timeouts.
    ///
    /// - Returns: why the connection must be closed; nil to continue.
    mutating func tick(now: Instant, to printer: inout EventPrinter) -> Disconnection?

    /// The connection ended, or could not be opened.
    ///
    /// - Parameter refusal: The server's answer, where it refused the upgrade.
    /// - Returns: what it means on this API.
    mutating func ended(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, to printer: inout EventPrinter
    ) -> Disconnection

    /// The Worker, in the Workspace that it was found in.
    var target: Target { get }

    /// Whether methods are messages on the socket.
    static var sendsMethods: Bool { get }

    /// What a method becomes.
    ///
    /// - Parameter reason: Who asks, for the requests that carry it.
    func request(for method: Method, reason: String) -> Request

    /// Whether the connection has delivered its first message, where it begins with one.
    var isReady: Bool { get }

    /// How far the stream has been printed; nil when a later one could not resume from here.
    var checkpoint: Checkpoint? { get }

    /// The same when standard output has accepted only part of what was printed; always nil on the events API, where
    /// the cursors of printed lines are kept instead.
    func checkpoint(after taken: DeliveredLines) -> Checkpoint?
}

extension BackendAPI {
    package func checkpoint(after taken: DeliveredLines) -> Checkpoint? { nil }

    package var wantsPing: Bool { false }

    package mutating func pingAnswered(now: Instant, to printer: inout EventPrinter) {}
}
