/// What one of the Backend's two APIs means for the stream of one Worker, over any number of connections: what to ask
/// first, what a message says, what the end of a connection calls for. A value without I/O.
package protocol BackendAPI: Sendable {
    /// The GET request to be answered next, as a URL; nil when the socket is all that is wanted.
    var request: String? { get }

    /// The WebSocket's URL; the scheme is the base's own, `http` or `https`.
    var socket: String { get }

    /// Takes the answer to ``request``.
    ///
    /// - Returns: what went wrong; nil to go on with the next request, or with the socket.
    mutating func receive(_ answer: Result<HTTPResponse, Disconnection>, to printer: inout EventPrinter)
        -> Disconnection?

    /// Goes on without the answer to ``request``.
    ///
    /// - Returns: whether that can be done.
    mutating func skipRequest() -> Bool

    /// Whether all that was said before has been printed.
    var hasPrintedHistory: Bool { get }

    /// The socket is open.
    mutating func opened(now: Instant)

    /// Whether a ping is wanted now that the socket is open.
    var wantsPing: Bool { get }

    /// The ping was answered: what the server had to send first has come.
    mutating func pingAnswered(now: Instant, to printer: inout EventPrinter)

    /// Takes one whole text message.
    ///
    /// - Returns: why the connection has to end; nil to go on.
    mutating func receive(_ message: Bytes, now: Instant, to printer: inout EventPrinter) -> Disconnection?

    /// When to call ``tick(now:to:)`` next; nil when only messages matter.
    var deadline: Instant? { get }

    /// Looks at the clock.
    ///
    /// - Returns: why the connection has to end; nil to go on.
    mutating func tick(now: Instant, to printer: inout EventPrinter) -> Disconnection?

    /// The connection has ended, or could not be opened.
    ///
    /// - Parameter refusal: The server's answer, where it refused the upgrade.
    /// - Returns: what this API makes of it.
    mutating func ended(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, to printer: inout EventPrinter
    ) -> Disconnection

    /// The Worker, in the Workspace that turned out to be meant.
    var target: Target { get }

    /// Whether methods are messages on the socket.
    static var sendsMethods: Bool { get }

    /// What a method becomes.
    ///
    /// - Parameter reason: Who asks, for the requests that carry it.
    func request(for method: Method, reason: String) -> Request

    /// Whether the connection has brought what it begins with.
    var isReady: Bool { get }

    /// How far the stream has come; nil when a later one could not go on from here.
    var checkpoint: Checkpoint? { get }

    /// The same where standard output has taken only a part of what was printed; nil also on the events API, where the
    /// cursors of printed lines are kept.
    func checkpoint(after taken: DeliveredLines) -> Checkpoint?
}

extension BackendAPI {
    package func checkpoint(after taken: DeliveredLines) -> Checkpoint? { nil }

    package var wantsPing: Bool { false }

    package mutating func pingAnswered(now: Instant, to printer: inout EventPrinter) {}
}
