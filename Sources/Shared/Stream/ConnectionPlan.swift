/// A value that decides what connections and requests are needed, and never blocks: given what arrived, what ended and
/// the time, it says what it needs now and when to call it again.
package protocol ConnectionPlan: Sendable {
    /// What is needed now.
    var need: ConnectionNeed { get }

    /// Changes with every new need: what was begun for another number is no longer needed.
    var needNumber: Int { get }

    /// The code to close a connection with that is no longer needed.
    var closeCode: CloseCode { get }

    /// When to call ``tick(now:jitter:to:)``.
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
    /// - Returns: whether to pass the next message at once; not if there is something to send, or something else to do
    ///   first.
    mutating func received(_ message: Bytes, now: Instant, jitter: Double, to printer: inout EventPrinter) -> Bool

    /// The next text message to send, if any; asked for after opening and after each message.
    mutating func takeOutgoing() -> [UInt8]?

    /// The connection ended, or could not be opened.
    ///
    /// - Parameter refusal: The server's answer, where it refused the upgrade.
    mutating func disconnected(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, jitter: Double,
        to printer: inout EventPrinter)

    /// Handles timeouts; may be called at any time.
    mutating func tick(now: Instant, jitter: Double, to printer: inout EventPrinter)

    /// How messages name what it is about.
    var label: String { get }

    /// Remarks for standard error, until they are taken.
    var remarks: [Remark] { get set }
}

extension ConnectionPlan {
    /// Adds a remark for standard error.
    package mutating func say(_ sentence: String, isDetail: Bool = false, outage: Remark.Outage? = nil) {
        remarks.append(Remark(isDetail: isDetail, outage: outage, diagnostic: Diagnostic(at: label, sentence)))
    }

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

/// A remark for standard error.
package struct Remark: Hashable, Sendable {
    /// Whether it is for `--verbose` only.
    package let isDetail: Bool
    /// Whether an outage begins or ends; nil if it is about something else.
    package let outage: Outage?
    /// What it says.
    package let diagnostic: Diagnostic

    /// What a remark says about an outage.
    package enum Outage: Hashable, Sendable {
        case begins, ends
    }
}
