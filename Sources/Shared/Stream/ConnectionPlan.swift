/// What a loop gives connections and answers to, as a value that never blocks: told what arrived, what ended and what time
/// it is, it says what there has to be now and when to be called again.
package protocol ConnectionPlan: Sendable {
    /// What there has to be now.
    var need: ConnectionNeed { get }

    /// Counts what there has to be: what was begun for another number is of no use any more.
    var needNumber: Int { get }

    /// How a connection that is not needed any more is closed.
    var closeCode: CloseCode { get }

    /// When ``tick(now:jitter:to:)`` wants to be called.
    var deadline: Instant? { get }

    /// A request was answered, or failed.
    mutating func answered(
        _ answer: Result<HTTPResponse, Disconnection>, now: Instant, jitter: Double, to printer: inout EventPrinter)

    /// The WebSocket is open.
    mutating func opened(now: Instant)

    /// Whether a ping is wanted now that the WebSocket is open.
    var wantsPing: Bool { get }

    /// The ping was answered.
    mutating func pingAnswered(now: Instant, to printer: inout EventPrinter)

    /// A text message arrived.
    ///
    /// - Returns: whether another one may follow: not if there is something to send, or something else to do first.
    mutating func received(_ message: Bytes, now: Instant, jitter: Double, to printer: inout EventPrinter) -> Bool

    /// Hands over a text message to be sent, after it was opened or has received one; nil for none.
    mutating func takeOutgoing() -> [UInt8]?

    /// The connection has ended, or could not be opened.
    ///
    /// - Parameter refusal: The server's answer, where it refused the upgrade.
    mutating func disconnected(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, jitter: Double,
        to printer: inout EventPrinter)

    /// The time has come that ``deadline`` named; or it has not, which does no harm.
    mutating func tick(now: Instant, jitter: Double, to printer: inout EventPrinter)

    /// Makes a remark for standard error.
    mutating func say(_ sentence: String, isDetail: Bool)
}

extension ConnectionPlan {
    package mutating func takeOutgoing() -> [UInt8]? { nil }

    package var wantsPing: Bool { false }

    package mutating func pingAnswered(now: Instant, to printer: inout EventPrinter) {}
}

/// What a plan needs from the network.
package enum ConnectionNeed: Hashable, Sendable {
    /// The answer to a GET request for this URL.
    case answer(String)
    /// A WebSocket to this URL.
    case socket(String)
    /// Neither.
    case nothing
}
