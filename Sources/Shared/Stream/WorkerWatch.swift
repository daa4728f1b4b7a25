/// Watches the Workers of a Workspace, as a value that never blocks: on the Workspace's subscription socket or, where there
/// is none, by asking for their list again and again.
package struct WorkerWatch: ConnectionPlan {
    /// The Workspace whose Workers these are; nil for the only one.
    package let workspace: Workspace?
    package private(set) var needNumber = 0
    package private(set) var closeCode = CloseCode.normal
    package var remarks: [Remark] = []
    /// What has changed, until it is taken.
    package var changes: [Change] = []
    /// When the first list arrived.
    package private(set) var listed: Instant?

    private let backend: BackendURL
    private let source: Int
    private let options: Options
    private var isSubscribed: Bool
    private var phase = Phase.connecting
    private var outgoing: [UInt8]?
    private var known: [WorkerID: ListedWorker] = [:]
    /// Whether the Workspace was created later, and so were all of its Workers.
    private let isLater: Bool
    private var backoff: Backoff
    /// Whether an `error` event has reported the outage.
    private var hasReported = false

    /// - Parameters:
    ///   - source: The number that the printer gave, for `error` events about the list.
    ///   - subscribes: Whether to try the subscription socket, which only a Workspace with an id has.
    ///   - isLater: Whether the Workspace was not there at the beginning.
    package init(
        of workspace: Workspace?, at backend: BackendURL, source: Int, subscribes: Bool, isLater: Bool = false,
        options: Options
    ) {
        self.isLater = isLater
        self.workspace = workspace
        self.backend = backend
        self.source = source
        self.options = options
        isSubscribed = subscribes && workspace != nil
        backoff = options.backoff
        enter(isSubscribed ? .connecting : .asking)
    }

    /// How a list is watched.
    package struct Options: Sendable {
        /// How often and when to reconnect or ask again in one outage.
        package var backoff: Backoff
        /// How long to wait before asking for the list again.
        package var interval: Duration
        /// How long the first message of a subscription may take.
        package var answerLimit: Duration
        /// Whether later Workers are wanted.
        package var follows: Bool

        package init(backoff: Backoff, interval: Duration, answerLimit: Duration, follows: Bool) {
            (self.backoff, self.interval, self.answerLimit, self.follows) = (backoff, interval, answerLimit, follows)
        }
    }

    /// Something about the list.
    package enum Change: Hashable, Sendable {
        /// A Worker is there, perhaps in another state than before.
        ///
        /// - Parameter isLater: Whether it was not in the first list.
        case present(ListedWorker, isLater: Bool)
        /// A Worker is gone.
        case gone(ListedWorker)
    }

    private enum Phase {
        /// Leads to itself, `pausing` or `ended`.
        case asking
        /// Leads to `open`, `asking`, `pausing` or `ended`.
        case connecting
        /// Leads to `connecting`, `pausing` or `ended`.
        case open(since: Instant, hasList: Bool)
        /// Leads to `asking` or `connecting`.
        case pausing(until: Instant)
        /// Nothing more will come.
        case ended(Failure?)
    }
}

extension WorkerWatch {
    /// A subscription that ends sooner than this is not renewed at once.
    private static let leastAge = Duration.seconds(1)

    /// Whether nothing more will come.
    package var hasEnded: Bool { if case .ended = phase { true } else { false } }

    /// Why nothing more will come.
    package var failure: Failure? { if case .ended(let failure) = phase { failure } else { nil } }

    package var need: ConnectionNeed {
        switch phase {
        case .asking: .answer(backend.workers(of: workspace))
        case .connecting, .open: workspace.map { .socket(WorkerSubscription.socket(of: $0, at: backend)) } ?? .nothing
        case .pausing, .ended: .nothing
        }
    }

    package var deadline: Instant? {
        switch phase {
        case .pausing(let end): end
        case .open(let since, hasList: false): since + options.answerLimit
        case .asking, .connecting, .open, .ended: nil
        }
    }

    package mutating func takeOutgoing() -> [UInt8]? {
        defer { outgoing = nil }
        return outgoing
    }
}

// MARK: What happens

extension WorkerWatch {
    package mutating func opened(now: Instant) {
        phase = .open(since: now, hasList: false)
        outgoing = WorkerSubscription.request
    }

    package mutating func received(_ message: Bytes, now: Instant, jitter: Double, to printer: inout EventPrinter)
        -> Bool
    {
        handle(message, now, jitter, &printer)
        return false
    }

    private mutating func handle(
        _ message: Bytes, _ now: Instant, _ jitter: Double, _ printer: inout EventPrinter
    ) {
        guard case .open(let since, let hasList) = phase, let said = try? WorkerSubscription.Message(message) else {
            return lose(
                Disconnection("the Backend sent something that is not JSON", status: .protocolError), now, jitter,
                &printer)
        }
        switch said {
        case .list(let workers):
            phase = .open(since: now, hasList: true)
            take(workers, now, &printer)
        case .present(let worker): put(worker)
        case .gone(let runtimeID, let workerID):
            let reference = WorkerReference(runtimeID: runtimeID, worker: workerID)
            for (id, worker) in known where reference.names(worker) { remove(id) }
        case .over(_, _, wasRefused: false) where hasList && now >= since + Self.leastAge:
            phase = .open(since: now, hasList: false)
            outgoing = WorkerSubscription.request
        case .over(let code, let text, _):
            let isForbidden = code == "unauthorized"
            lose(
                Disconnection(
                    "the Backend does not list its Workers [\(code)]: \(text)",
                    status: isForbidden ? .noPermission : .unavailable, next: isForbidden ? .giveUp : .retry(after: nil)
                ),
                now, jitter, &printer)
        case .other: break
        }
    }

    package mutating func answered(
        _ answer: Result<HTTPResponse, Disconnection>, now: Instant, jitter: Double, to printer: inout EventPrinter
    ) {
        switch answer {
        case .failure(let disconnection): lose(disconnection, now, jitter, &printer)
        case .success(let response) where !response.isSuccess:
            lose(Disconnection(refused: response, "the list of Workers"), now, jitter, &printer)
        case .success(let response):
            guard let workers = ListedWorker.workers(in: response) else {
                return lose(
                    Disconnection("the list of Workers cannot be used", status: .protocolError), now, jitter, &printer)
            }
            take(workers, gap: Self.gap(in: response, of: workers.count), now, &printer)
            if !hasEnded { enter(.pausing(until: now + options.interval)) }
        }
    }

    package mutating func disconnected(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, jitter: Double,
        to printer: inout EventPrinter
    ) {
        // The events API, or an early version of the protocol API, which had no such socket.
        if refusal?.isUnknownRoute == true {
            isSubscribed = false
            return enter(.asking)
        }
        if case .open(let since, hasList: true) = phase, now >= since + WorkerStream.healthyAge {
            backoff = options.backoff
        }
        let refused = refusal.map { Disconnection(refused: $0, "the list of Workers") }
        lose(refused ?? disconnection, now, jitter, &printer)
    }

    package mutating func tick(now: Instant, jitter: Double, to printer: inout EventPrinter) {
        guard let deadline, now >= deadline else { return }
        switch phase {
        case .pausing: enter(isSubscribed ? .connecting : .asking)
        default:
            lose(
                Disconnection("no list of Workers came within \(options.answerLimit)", status: .unavailable), now,
                jitter, &printer)
        }
    }
}

extension WorkerWatch {
    package var label: String { workspace.map { "Workspace \($0.id)" } ?? backend.shown }

    private mutating func enter(_ phase: Phase) {
        self.phase = phase
        needNumber += 1
    }

    /// Why a list may lack Workers: it is cut off, or a Runtime could not be asked; nil if it is complete.
    private static func gap(in response: HTTPResponse, of count: Int) -> String? {
        let json = try? response.json()
        if let limit = json?["limit"]?.integer(as: Int.self), count >= limit {
            return "the Backend lists only \(count) of its Workers"
        }
        let objection = json?["diagnostics"]?.elements?.first { $0["severity"]?.string != "info" }
        return objection.map { "the Backend remarks on the list of Workers: \($0["message"]?.string ?? "")" }
    }

    /// - Parameter gap: Why a Worker that is not in the list may still exist; nil if it is gone.
    private mutating func take(
        _ workers: [ListedWorker], gap: String? = nil, _ now: Instant, _ printer: inout EventPrinter
    ) {
        recover(&printer)
        for worker in workers { put(worker) }
        let listed = Set(workers.map(\.id))
        if gap == nil { for id in Array(known.keys) where !listed.contains(id) { remove(id) } }
        if let gap, self.listed == nil { say(gap) }
        self.listed = self.listed ?? now
        if !options.follows { enter(.ended(nil)) }
    }

    private mutating func put(_ worker: ListedWorker) {
        let before = known.updateValue(worker, forKey: worker.id)
        if before?.state != worker.state || before == nil {
            changes.append(.present(worker, isLater: before == nil && (isLater || listed != nil)))
        }
    }

    private mutating func remove(_ id: WorkerID) {
        if let worker = known.removeValue(forKey: id) { changes.append(.gone(worker)) }
    }

    private mutating func recover(_ printer: inout EventPrinter) {
        if hasReported {
            say("connected again")
            printer.select(source)
            printer.report(.connectedAgain, "The list of Workers (\(label)) goes on")
        }
        hasReported = false
        // A server that accepts and drops connections must not be retried forever.
        if !isSubscribed { backoff = options.backoff }
    }

    private mutating func lose(
        _ disconnection: Disconnection, _ now: Instant, _ jitter: Double, _ printer: inout EventPrinter
    ) {
        var lost = disconnection
        if lost.status == .notFound { lost.advice = "yoi-events --list=workspaces shows the ids" }
        closeCode = lost.closeCode
        // As for a Worker that was there; see WorkerStream.
        if listed != nil, lost.next == .giveUp { lost.next = .retry(after: nil) }
        let after: Duration? = if case .retry(let after) = lost.next { after } else { nil }
        let isFirst = backoff.attempts == 0
        let delay = lost.next == .giveUp ? nil : backoff.next(jitter: jitter, retryAfter: after)
        printer.select(source)
        if let kind = lost.report, !hasReported || delay == nil {
            printer.report(delay == nil ? .gaveUp : kind, "The list of Workers (\(label)) was lost: \(lost.reason)")
            hasReported = true
        }
        guard let delay else {
            return enter(
                .ended(Failure(lost.status, at: label, "no list of Workers: \(lost.reason)", advice: lost.advice)))
        }
        if isFirst { say("\(lost.reason); trying again") }
        enter(.pausing(until: now + delay))
    }
}
