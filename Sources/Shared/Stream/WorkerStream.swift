/// One Worker's stream as a value that never blocks: given what arrived, what ended and the time, it says what to
/// print, what to request, what to open, and when to call it again.
package struct WorkerStream: ConnectionPlan {
    /// The number of the stream with its printer.
    package let source: Int
    package var remarks: [Remark] = []
    package private(set) var needNumber = 0
    package private(set) var closeCode = CloseCode.normal
    /// Whether it has been open: only then can it say how a run ended.
    package private(set) var hasOpened = false
    /// When it was opened first, or last had news.
    package private(set) var lastNews: Instant?
    /// Why the stream continued without the history, if it did.
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
    /// Whether anything has been printed.
    private var hasDelivered = false
    /// Whether the Worker is gone, so that the end of the connection is the end of the stream and not an error.
    private var isRetired = false

    /// - Parameters:
    ///   - api: The API to speak, with where to begin.
    ///   - otherAPI: What to speak if the Backend does not know the first one.
    ///   - source: Its number with the printer.
    package init(
        speaking api: any BackendAPI, or otherAPI: (any BackendAPI)? = nil, source: Int, options: Options
    ) {
        self.api = api
        self.otherAPI = otherAPI
        self.source = source
        self.options = options
        backoff = options.firstBackoff ?? options.backoff
        proceed()
    }

    /// How a stream is followed.
    package struct Options: Sendable {
        /// How often and when to reconnect in one outage.
        package var backoff: Backoff
        /// The same until the first connection is open; nil if there is no difference.
        package var firstBackoff: Backoff?
        /// Whether live events are wanted after the history.
        package var follows: Bool
        /// When the program ends: waiting longer is useless.
        package var timeLimit: Instant?

        /// - Parameter timeLimit: nil for none.
        package init(backoff: Backoff, follows: Bool = true, timeLimit: Instant? = nil) {
            self.backoff = backoff
            self.follows = follows
            self.timeLimit = timeLimit
        }
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
        /// Nothing more will come, because of this failure or because everything has been printed.
        case ended(Failure?)
    }
}

// MARK: What it wants

extension WorkerStream {
    /// A connection that lasted this long was healthy, even if the Worker said nothing.
    static let healthyAge = Duration.seconds(10)

    package var need: ConnectionNeed {
        switch phase {
        case .asking: api.request.map(ConnectionNeed.answer) ?? .nothing
        case .connecting, .open: .socket(api.socket)
        case .pausing, .ended: .nothing
        }
    }

    /// Whether the connection is open and has delivered its first message, so that methods can be sent.
    package var isReady: Bool { isOpen && api.isReady }

    /// Whether methods are messages on the socket. It is final once ``hasOpened`` is true.
    package var sendsMethods: Bool { type(of: api).sendsMethods }

    /// The Worker, in the Workspace that it was found in.
    package var target: Target { api.target }

    package var label: String { target.label }

    /// Turns a method into a request of the API in use.
    ///
    /// - Parameter reason: Who asks, for the requests that carry it.
    package func request(for method: Method, reason: String) -> Request { api.request(for: method, reason: reason) }

    /// Whether events can be received.
    package var isOpen: Bool { if case .open = phase { true } else { false } }

    /// Since when the connection is open; nil if it is not.
    package var openSince: Instant? { if case .open(let since) = phase { since } else { nil } }

    /// Whether nothing more will come.
    package var hasEnded: Bool { if case .ended = phase { true } else { false } }

    /// Why nothing more will come; nil if everything has been printed, or more may come.
    package var failure: Failure? { if case .ended(let failure) = phase { failure } else { nil } }

    package var deadline: Instant? {
        switch phase {
        case .pausing(let end): end
        case .open(let since): [api.deadline, isCounting ? since + Self.healthyAge : nil].compactMap(\.self).min()
        case .asking, .connecting, .ended: nil
        }
    }

    /// How far the stream has been printed.
    package var checkpoint: Checkpoint? { api.checkpoint }

    /// The same when standard output has accepted only part of what was printed; always nil on the events API, where
    /// the cursors of printed lines are kept instead.
    package func checkpoint(after taken: DeliveredLines) -> Checkpoint? { api.checkpoint(after: taken) }
}

// MARK: What happens

extension WorkerStream {
    package mutating func answered(
        _ answer: Result<HTTPResponse, Disconnection>, now: Instant, jitter: Double, to printer: inout EventPrinter
    ) {
        printer.select(source)
        guard let disconnection = api.receive(answer, to: &printer) else { return proceed() }
        lose(disconnection, now: now, jitter: jitter, &printer)
    }

    package mutating func opened(now: Instant) {
        phase = .open(since: now)
        if backoff.attempts == 0 { backoff = options.backoff }
        hasOpened = true
        lastNews = lastNews ?? now
        api.opened(now: now)
    }

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

    package var wantsPing: Bool { api.wantsPing }

    package mutating func pingAnswered(now: Instant, to printer: inout EventPrinter) {
        printer.select(source)
        let (printed, news) = (printer.total, printer.newsCount)
        api.pingAnswered(now: now, to: &printer)
        noteNews(since: news, now, &printer)
        if printer.total > printed { hasDelivered = true }
    }

    package mutating func disconnected(
        _ disconnection: Disconnection, refusal: HTTPResponse? = nil, now: Instant, jitter: Double,
        to printer: inout EventPrinter
    ) {
        printer.select(source)
        if isOpen, isCounting { noteHealth(isNews: false, now: now, &printer) }
        let lost = api.ended(disconnection, refusal: refusal, now: now, to: &printer)
        lose(lost, now: now, jitter: jitter, &printer)
    }

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
    /// Whether there is something that a healthy connection resets.
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

    /// Begins a phase with another need.
    private mutating func enter(_ phase: Phase) {
        self.phase = phase
        needNumber += 1
    }

    /// A connection that has brought something new, or lived long enough, ends the outage.
    ///
    /// A server that accepts and drops connections, even after a snapshot, must not be retried forever. Another retry
    /// at once takes a connection that lasted.
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
        // A proxy during a deployment, or a token that is being replaced, can cause this for a Worker that exists.
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
    /// The Backend's list says that the Worker is gone: prints what is still to come and ends without an error.
    package mutating func retire() {
        isRetired = true
        if !isOpen, !hasEnded { enter(.ended(nil)) }
    }

    /// There is a sign that the Worker can be reached again: resumes a stream that was given up.
    ///
    /// - Returns: whether it had been given up.
    package mutating func revive() -> Bool {
        guard let failure, [.unavailable, .tryLater, .notFound].contains(failure.status) else { return false }
        (backoff, hasRetriedNow, hasReported) = (options.backoff, false, false)
        proceed()
        return true
    }
}
