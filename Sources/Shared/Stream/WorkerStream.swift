/// One Worker's stream as a value that never blocks: told what arrived, what ended and what time it is, it says what to
/// print, what to ask, what to open, and when to be called again.
package struct WorkerStream: ConnectionPlan {
    /// How messages name the Worker.
    package let label: String
    /// The number of the stream with its printer.
    package let source: Int
    /// Remarks for standard error that nobody has taken yet.
    package var remarks: [Remark] = []
    /// Counts what there has to be: what was begun for another number is of no use any more.
    package private(set) var needNumber = 0
    /// How a connection that is not needed any more is closed.
    package private(set) var closeCode = CloseCode.normal
    /// Whether it has been open once: from then on its end says something about the run.
    package private(set) var hasOpened = false
    /// When it was first open, or last said something new.
    package private(set) var lastNews: Instant?
    /// What the stream lacks although it went on: the history.
    package private(set) var missingHistory: Failure?

    private let options: Options
    private var api: any BackendAPI
    /// The API to turn to if the Backend does not speak the first one.
    private var otherAPI: (any BackendAPI)?
    private var phase = Phase.connecting
    private var backoff: Backoff
    private var hasRetriedNow = false
    /// Whether an `error` event has reported the outage.
    private var hasReported = false
    /// Whether a message has come that was none of a refusal.
    private var hasDelivered = false
    /// Whether the Worker is gone: the end of the connection is then the end of the stream, and nothing is wrong.
    private var isRetired = false

    /// - Parameters:
    ///   - api: What is spoken, with where to begin.
    ///   - otherAPI: What to speak if the Backend does not know that API.
    ///   - source: The number that the printer gave.
    package init(
        _ label: String, speaking api: any BackendAPI, or otherAPI: (any BackendAPI)? = nil, source: Int,
        options: Options
    ) {
        self.label = label
        self.api = api
        self.otherAPI = otherAPI
        self.source = source
        self.options = options
        backoff = options.firstBackoff ?? options.backoff
        proceed()
    }

    /// How a stream is followed.
    package struct Options: Sendable {
        /// How often and when to connect again in one outage.
        package var backoff: Backoff
        /// The same until the first connection is open; nil for no difference.
        package var firstBackoff: Backoff?
        /// Whether live events are wanted after the history.
        package var follows: Bool
        /// When the program ends by itself: there is no use in waiting longer.
        package var timeLimit: Instant?

        /// - Parameter timeLimit: nil for none.
        package init(backoff: Backoff, follows: Bool = true, timeLimit: Instant? = nil) {
            self.backoff = backoff
            self.follows = follows
            self.timeLimit = timeLimit
        }
    }

    /// A remark for standard error.
    package struct Remark: Hashable, Sendable {
        /// Whether it is only for those who want details.
        package let isDetail: Bool
        /// Whether an outage begins or ends; nil where it is about something else.
        package var outage: Outage?
        /// What it says.
        package let diagnostic: Diagnostic
    }

    /// What a remark says of an outage.
    package enum Outage: Hashable, Sendable {
        case begins, ends
    }

    private enum Phase {
        /// Leads to itself, `connecting`, `pausing` or `ended`.
        case asking
        /// Leads to `open`, `asking`, `pausing` or `ended`.
        case connecting
        /// Leads to `connecting`, `asking`, `pausing` or `ended`.
        case open(since: Instant)
        /// Leads to `asking` or `connecting`.
        case pausing(until: Instant)
        /// Nothing more will come, because of this failure or because all is there.
        case ended(Failure?)
    }
}

// MARK: What it wants

extension WorkerStream {
    /// A connection that lived so long was healthy, even if the Worker said nothing.
    static let healthyAge = Duration.seconds(10)

    /// What there has to be now.
    package var need: ConnectionNeed {
        switch phase {
        case .asking: api.request.map(ConnectionNeed.answer) ?? .nothing
        case .connecting, .open: .socket(api.socket)
        case .pausing, .ended: .nothing
        }
    }

    /// Whether the connection is open and has brought what it begins with: methods can be sent.
    package var isReady: Bool { isOpen && api.isReady }

    /// Whether methods are messages on the socket. Only when ``hasOpened`` is it known that this will stay so.
    package var sendsMethods: Bool { type(of: api).sendsMethods }

    /// The Worker, in the Workspace that turned out to be meant.
    package var target: Target { api.target }

    /// What a method becomes on the API that is spoken.
    ///
    /// - Parameter reason: Who asks, for the requests that carry it.
    package func request(for method: Method, reason: String) -> Request { api.request(for: method, reason: reason) }

    /// Whether events can be received.
    package var isOpen: Bool { if case .open = phase { true } else { false } }

    /// Since when the connection is open; nil if it is not.
    package var openSince: Instant? { if case .open(let since) = phase { since } else { nil } }

    /// Whether nothing more will come.
    package var hasEnded: Bool { if case .ended = phase { true } else { false } }

    /// Why nothing more will come; nil when all is there, or more may come.
    package var failure: Failure? { if case .ended(let failure) = phase { failure } else { nil } }

    /// When to call ``tick(now:jitter:to:)`` next.
    package var deadline: Instant? {
        switch phase {
        case .pausing(let end): end
        case .open(let since): [api.deadline, isCounting ? since + Self.healthyAge : nil].compactMap(\.self).min()
        case .asking, .connecting, .ended: nil
        }
    }

    /// How far the stream has been printed.
    package var checkpoint: Checkpoint? { api.checkpoint }

    /// The same where standard output has taken only a part of what was printed; nil also on the events API, where the
    /// cursors of printed lines are kept.
    package func checkpoint(after taken: DeliveredLines) -> Checkpoint? { api.checkpoint(after: taken) }
}

// MARK: What happens

extension WorkerStream {
    /// A request was answered, or failed.
    package mutating func answered(
        _ answer: Result<HTTPResponse, Disconnection>, now: Instant, jitter: Double, to printer: inout EventPrinter
    ) {
        printer.select(source)
        guard let disconnection = api.receive(answer, to: &printer) else { return proceed() }
        lose(disconnection, now: now, jitter: jitter, &printer)
    }

    /// The WebSocket is open.
    package mutating func opened(now: Instant) {
        phase = .open(since: now)
        if backoff.attempts == 0 { backoff = options.backoff }
        hasOpened = true
        lastNews = lastNews ?? now
        api.opened(now: now)
    }

    /// A text message arrived.
    package mutating func received(_ message: Bytes, now: Instant, jitter: Double, to printer: inout EventPrinter)
        -> Bool
    {
        printer.select(source)
        printer.hear(source)
        let (printed, news) = (printer.total, printer.newsCount)
        let disconnection = api.receive(message, now: now, to: &printer)
        noteNews(since: news, now, &printer)
        if let disconnection {
            lose(disconnection, now: now, jitter: jitter, &printer)
        } else {
            if printer.total > printed { hasDelivered = true }
            if !options.follows, api.hasPrintedHistory { enter(.ended(nil)) }
        }
        printer.stopIfIdle()
        return isOpen && !printer.isComplete
    }

    /// Whether a ping is wanted now that the WebSocket is open.
    package var wantsPing: Bool { api.wantsPing }

    /// The ping was answered.
    package mutating func pingAnswered(now: Instant, to printer: inout EventPrinter) {
        printer.select(source)
        let (printed, news) = (printer.total, printer.newsCount)
        api.pingAnswered(now: now, to: &printer)
        noteNews(since: news, now, &printer)
        if printer.total > printed { hasDelivered = true }
    }

    /// The connection has ended, or could not be opened.
    ///
    /// - Parameter refusal: The server's answer, where it refused the upgrade.
    package mutating func disconnected(
        _ disconnection: Disconnection, refusal: HTTPResponse? = nil, now: Instant, jitter: Double,
        to printer: inout EventPrinter
    ) {
        printer.select(source)
        if isOpen, isCounting { noteHealth(isNews: false, now: now, &printer) }
        let lost = api.ended(disconnection, refusal: refusal, now: now, to: &printer)
        lose(lost, now: now, jitter: jitter, &printer)
    }

    /// The time has come that ``deadline`` named; or it has not, which does no harm.
    package mutating func tick(now: Instant, jitter: Double, to printer: inout EventPrinter) {
        switch phase {
        case .pausing(let end) where now >= end: proceed()
        case .open:
            printer.select(source)
            if isCounting { noteHealth(isNews: false, now: now, &printer) }
            guard let deadline = api.deadline, now >= deadline else { return }
            let news = printer.newsCount
            let disconnection = api.tick(now: now, to: &printer)
            noteNews(since: news, now, &printer)
            if let disconnection { lose(disconnection, now: now, jitter: jitter, &printer) }
        default: break
        }
    }
}

extension WorkerStream {
    /// Whether something is counted that a healthy connection takes back.
    private var isCounting: Bool { backoff.attempts > 0 || hasRetriedNow || hasReported }

    private mutating func noteNews(since count: Int, _ now: Instant, _ printer: inout EventPrinter) {
        guard printer.newsCount != count else { return }
        lastNews = now
        if isCounting { noteHealth(isNews: true, now: now, &printer) }
    }

    private mutating func proceed() {
        if api.request != nil {
            enter(.asking)
        } else if !options.follows, api.hasPrintedHistory {
            enter(.ended(missingHistory))
        } else {
            enter(.connecting)
        }
    }

    /// Begins a phase that needs something else than the one before.
    private mutating func enter(_ phase: Phase) {
        self.phase = phase
        needNumber += 1
    }

    /// A connection that has brought something new, or lived long enough, ends the outage.
    ///
    /// A server that accepts and drops, even after a snapshot, must not be asked forever. To be granted another retry at
    /// once takes more than one event.
    private mutating func noteHealth(isNews: Bool, now: Instant, _ printer: inout EventPrinter) {
        guard case .open(let since) = phase else { return }
        let isOld = now >= since + Self.healthyAge
        guard isOld || isNews else { return }
        if isOld { hasRetriedNow = false }
        if backoff.attempts > 0 {
            say("connected again (attempt \(backoff.attempts))", outage: .ends)
            if hasReported { printer.report(.connectedAgain, "The event stream of \(label) goes on") }
        }
        backoff = options.backoff
        hasReported = false
    }

    private mutating func lose(
        _ disconnection: Disconnection, now: Instant, jitter: Double, _ printer: inout EventPrinter
    ) {
        var lost = disconnection
        closeCode = lost.closeCode
        guard !isRetired else { return enter(.ended(nil)) }
        // A proxy during a deploy, or a token that is being replaced, may say so of a Worker that is there.
        if hasDelivered, lost.next == .giveUp, [.notFound, .noPermission].contains(lost.status) {
            lost.next = .retry(after: nil)
        }
        switch lost.next {
        case .moveOn: return proceed()
        case .lookUp: return enter(.asking)
        case .useOtherAPI:
            if let other = otherAPI {
                (api, otherAPI) = (other, nil)
                return proceed()
            }
        case .retry, .retryNow, .giveUp: break
        }
        if let kind = lost.report, !hasReported || lost.next == .giveUp {
            hasReported = printer.report(kind, "The event stream of \(label) was lost: \(lost.reason)")
        }
        if let lost = lost.afterTooLong(now: now, timeLimit: options.timeLimit) { return giveUp(lost, &printer) }
        switch lost.next {
        case .giveUp, .useOtherAPI: giveUp(lost, &printer)
        case .retryNow where !hasRetriedNow:
            hasRetriedNow = true
            say("\(lost.reason); connecting again at once", outage: .begins)
            proceed()
        case .retry(let after): pause(lost, after, now: now, jitter: jitter, &printer)
        default: pause(lost, nil, now: now, jitter: jitter, &printer)
        }
    }

    private mutating func pause(
        _ lost: Disconnection, _ after: Duration?, now: Instant, jitter: Double, _ printer: inout EventPrinter
    ) {
        let isFirst = backoff.attempts == 0
        guard let delay = backoff.next(jitter: jitter, retryAfter: after) else { return giveUp(lost, &printer) }
        if isFirst { say("\(lost.reason); trying again", outage: .begins) }
        say(
            "attempt \(backoff.attempts) in \(Duration.milliseconds(delay.millisecondsRoundedUp))", isDetail: true)
        enter(.pausing(until: now + delay))
    }

    private mutating func giveUp(_ lost: Disconnection, _ printer: inout EventPrinter) {
        if case .asking = phase, api.skipRequest() {
            printer.report(.transcriptMissing, "The transcript of \(label) could not be loaded: \(lost.reason)")
            missingHistory = Failure(lost.status, at: label, "no transcript: \(lost.reason)", advice: lost.advice)
            return proceed()
        }
        var reason = lost.reason
        if lost.next != .giveUp {
            let attempts =
                switch backoff.attempts {
                case 0: ""
                case 1: " after 1 attempt to connect again"
                case let count: " after \(count) attempts to connect again"
                }
            printer.report(.gaveUp, "The event stream of \(label) ended\(attempts): \(reason)")
            if backoff.attempts > 0 { reason += "; gave up\(attempts)" }
        }
        enter(.ended(Failure(lost.status, at: label, reason, advice: lost.advice)))
    }
}

extension WorkerStream {
    /// The Worker is gone for good, says the Backend's list: what is still to come is taken, and then nothing is missed.
    package mutating func retire() {
        isRetired = true
        if !isOpen, !hasEnded { enter(.ended(nil)) }
    }

    /// There is a sign that the Worker can be reached again: a stream that was given up goes on.
    ///
    /// - Returns: whether it was one.
    package mutating func revive() -> Bool {
        guard let failure, [.unavailable, .tryLater, .notFound].contains(failure.status) else { return false }
        (backoff, hasRetriedNow, hasReported) = (options.backoff, false, false)
        proceed()
        return true
    }

    /// Makes a remark on the stream.
    package mutating func say(_ sentence: String, isDetail: Bool = false) {
        remarks.append(Remark(isDetail: isDetail, diagnostic: Diagnostic(at: label, sentence)))
    }

    private mutating func say(_ sentence: String, outage: Outage) {
        remarks.append(Remark(isDetail: false, outage: outage, diagnostic: Diagnostic(at: label, sentence)))
    }
}
