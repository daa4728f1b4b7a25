import Glibc
import Shared
import Transport

/// The Worker's stream, opened when a method needs it, and standard output, on which its events are printed.
struct WorkerConnection {
    let loop: EventLoop
    private let options: SendOptions
    private let settings: ClientSettings
    private let messages: Messages
    /// The stream before it is opened.
    private let blank: WorkerStream
    private var driver: StreamDriver
    private var printer: EventPrinter
    private var isDriven = false
    private var knowsAPI: Bool
    private var knowsStart = false
    private var hasReader = true
    /// Whether a run ended in the last turn.
    private var hasSettled = false
    /// Whether lines are held until it is known what became of a method.
    private var holdsLines = false
    /// The Worker's status according to its events.
    private var workerStatus: WorkerStatus?
    /// Whether the Worker does not run in its Runtime.
    private var isStopped = false
    /// Whether events are printed until a run is over.
    private var isFollowing = false
    /// Whether Ctrl-C cancels the run.
    private var ownsRun = false
    /// Whether an outage was reported, so that its end has to be, too.
    private var hasToldOutage = false
    /// Whether a method has been sent whose outcome is not known.
    private(set) var isInDoubt = false
    /// Why standard output failed.
    private(set) var outputFailure: Failure?

    /// - Throws: `Failure` with status 64.
    init(
        _ options: SendOptions, target: Target, settings: ClientSettings, loop: EventLoop, messages: Messages
    ) throws(Failure) {
        self.options = options
        self.settings = settings
        self.loop = loop
        self.messages = messages
        let (api, other) = try options.connection.api.value(
            for: target, from: nil, printsHistory: false, origin: .send,
            snapshotLimit: options.connection.connectLimit)
        var streamOptions = WorkerStream.Options(
            backoff: Backoff(maxAttempts: max(options.retries, Self.retries)), timeLimit: loop.timeLimit)
        streamOptions.firstBackoff = Backoff(maxAttempts: options.retries)
        blank = WorkerStream(speaking: api, or: other, source: 0, options: streamOptions)
        (driver, printer) = Self.parts(options, settings, blank)
        knowsAPI = other == nil
    }
}

extension WorkerConnection {
    /// How often to reconnect after a connection was open: only it can show what became of a method.
    private static let retries = 3

    /// On the events API nothing marks the end of what the Backend holds; after this much silence it is assumed.
    private static let quietTime = Duration.milliseconds(300)

    /// How long to wait for a refusal of a method whose success only shows later.
    private static let notifyTime = Duration.seconds(1)

    /// A Worker that has not been silent by then is busy.
    private static let maxReplayTime = Duration.seconds(3)

    private static func parts(
        _ options: SendOptions, _ settings: ClientSettings, _ stream: WorkerStream
    ) -> (StreamDriver, EventPrinter) {
        var printing = EventPrinter.Options(origin: .send)
        printing.stopsWhenIdle = options.follows
        printing.watchesRuns = true
        var printer = EventPrinter(printing)
        _ = printer.add(stream.target)
        printer.selection = []
        printer.keepsEvents = true
        let driver = StreamDriver(settings)
        driver.add(stream)
        return (driver, printer)
    }

    private var stream: WorkerStream { driver.stream(0) ?? blank }

    /// The Worker, in the Workspace that it was found in.
    var target: Target { stream.target }

    /// The URL of the Worker's socket, before it is open.
    var socket: String { if case .socket(let url) = stream.need { url } else { "" } }

    /// What a method becomes.
    func request(for method: Method) -> Request { stream.request(for: method, reason: options.reasonOrName) }

    /// Whether the stream must be open to send a method.
    func isNeeded(for method: Method) -> Bool {
        if options.follows || !knowsAPI { return true }
        guard case .message = request(for: method) else { return false }
        return true
    }

    /// The status for which a method may have to wait: running or paused; nil if there is none.
    var occupation: WorkerStatus? {
        if workerStatus == .paused { return .paused }
        let isRunning = stream.sendsMethods ? workerStatus == .running : printer.runs(of: 0).isBusy
        return isRunning ? .running : nil
    }

    /// How the last run ended, as for `yoi-events --exit-status`.
    var runStatus: ExitStatus { printer.runStatus }
}

// MARK: What a method needs

extension WorkerConnection {
    /// Opens the stream, or waits until it is open again; without `--follow` on the events API, only finds out the API.
    ///
    /// - Returns: Why that is not possible.
    mutating func open(until deadline: Instant?) throws(StopReason) -> Failure? {
        if isDriven, stream.hasEnded {
            driver.close(now: .now)
            (driver, printer) = Self.parts(options, settings, blank)
        }
        isDriven = true
        while true {
            let stream = stream
            if let failure = stream.failure { return failure }
            if !stream.sendsMethods, !options.follows {
                (isDriven, knowsAPI) = (false, true)
                driver.close(now: .now)
                return nil
            }
            let now = Instant.now
            let start = start(of: stream)
            if stream.isReady, let start, now >= start {
                (knowsAPI, knowsStart) = (true, true)
                return nil
            }
            if let deadline, now >= deadline {
                return Failure(.timedOut, "no connection within \(options.methodLimit ?? .zero)")
            }
            _ = try turn(until: [deadline, start].compactMap(\.self).filter { $0 > now }.min())
        }
    }

    /// When all old events have arrived; nil if that is not known yet.
    private func start(of stream: WorkerStream) -> Instant? {
        guard let opened = stream.openSince, !stream.sendsMethods, !knowsStart, let news = driver.lastNews else {
            return stream.openSince
        }
        return min(news + Self.quietTime, opened + Self.maxReplayTime)
    }

    /// Sends a message and waits for the evidence.
    ///
    /// - Returns: What became of the method; a failure if nothing shows it.
    mutating func deliver(
        _ text: [UInt8], _ method: Method, until deadline: Instant?
    ) throws(StopReason) -> Result<MethodEvidence.Outcome, Failure> {
        var evidence = MethodEvidence(
            of: method, status: workerStatus, isStopped: isStopped, waitsForEnd: options.follows)
        guard !evidence.isMootWhenSent else { return .success(.accepted) }
        if !options.follows { printer.selection = method.replies }
        defer { if !options.follows { printer.selection = [] } }
        driver.send(text, on: 0)
        isInDoubt = true
        var patience = deadline
        // Only a refusal shows at once.
        if case .notify = method { patience = [deadline, .now + Self.notifyTime].compactMap(\.self).min() }
        while true {
            for event in try turn(until: patience) {
                // A summary takes the model some time.
                if options.follows, event == .compactStart { patience = nil }
                guard let outcome = evidence.note(event) else { continue }
                isInDoubt = false
                return .success(outcome)
            }
            if let failure = stream.failure { return .failure(doubt(failure.diagnostic.found)) }
            if let patience, .now >= patience {
                return .failure(doubt("nothing shows what became of it"))
            }
        }
    }

    private mutating func doubt(_ found: String) -> Failure {
        isInDoubt = false
        return Failure(.incomplete, found, advice: MethodResult.advice(wasSent: true))
    }

    /// Prints events from now on.
    ///
    /// - Parameter holdsLines: Whether to hold them until ``endHolding(drops:)``.
    mutating func beginToFollow(holdsLines: Bool) {
        self.holdsLines = holdsLines
        printer.selection = nil
        (isFollowing, ownsRun, hasSettled) = (true, true, false)
    }

    /// Prints what was held, or drops it.
    mutating func endHolding(drops: Bool) {
        if drops { printer.bytes = [] }
        holdsLines = false
    }

    /// Stops printing, until another method is sent.
    mutating func endFollowing() {
        printer.selection = []
        printer.keepsEvents = true
        (isFollowing, ownsRun) = (false, false)
    }

    /// Waits until the run that was begun is over.
    ///
    /// - Returns: Why that is not known.
    mutating func awaitEnd() throws(StopReason) -> Failure? {
        // The other events no longer matter.
        printer.keepsEvents = false
        while !hasSettled, !stream.hasEnded { _ = try turn(until: nil) }
        workerStatus = printer.runs(of: 0).ending == .result(.paused) ? .paused : .idle
        guard !hasSettled, var failure = stream.failure else { return nil }
        failure.status = .incomplete
        return failure
    }

    /// Waits until the Worker is idle or paused.
    ///
    /// - Returns: Why that is not known.
    mutating func awaitRest() throws(StopReason) -> Failure? {
        while occupation == .running {
            if let failure = stream.failure { return failure }
            _ = try turn(until: nil)
            if hasSettled, ownsRun { return nil }
        }
        return nil
    }
}

// MARK: Waiting

extension WorkerConnection {
    /// Does what can be done at once; if that is nothing, waits, also for `other` descriptors.
    ///
    /// - Returns: The Worker's events.
    mutating func turn(until time: Instant?, for other: [pollfd] = []) throws(StopReason) -> [Event] {
        let now = Instant.now
        let before = (isReady: stream.isReady, hasEnded: stream.hasEnded)
        let hasMore = isDriven && driver.proceed(now: now, to: &printer)
        for remark in driver.takeRemarks() { tell(remark) }
        try flush()
        let events = printer.events
        printer.events = []
        for event in events { note(event) }
        hasSettled = printer.isComplete
        printer.goOn()
        // Without a reader there is no point in following; but first it has to be known what became of a method.
        let needsReader = isFollowing && !isInDoubt
        if needsReader, !hasReader { throw .readerGone }
        let hasChanged = before != (stream.isReady, stream.hasEnded)
        let isAtWork = hasMore || hasChanged || hasSettled || !events.isEmpty
        let deadlines = [time, isDriven ? driver.deadline(now: now) : nil]
        do throws(StopReason) {
            try loop.wait(
                for: (isDriven ? driver.interest : []) + other,
                until: isAtWork ? now : deadlines.compactMap(\.self).min(), watchesOutput: needsReader)
        } catch {
            try handle(error)
        }
        return events
    }

    /// Outages between methods are not reported, and neither is their end.
    private mutating func tell(_ remark: Remark) {
        let isWanted = printer.selection == nil || isInDoubt
        guard !remark.isDetail, remark.outage == .ends ? hasToldOutage : isWanted else {
            return messages.detail(remark.diagnostic.description)
        }
        if let outage = remark.outage { hasToldOutage = outage == .begins }
        messages.notice(remark.diagnostic)
    }

    /// Waits until something can be read from a descriptor.
    mutating func awaitInput(_ descriptor: Int32) throws(StopReason) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, 0) != 1 {
            _ = try turn(until: nil, for: [entry])
        }
    }

    /// Waits for some time, without following.
    mutating func pause(for time: Duration) throws(StopReason) {
        let end = Instant.now + time
        endFollowing()
        while .now < end { _ = try turn(until: end) }
    }

    private mutating func note(_ event: Event) {
        switch event {
        case .status(let status): (workerStatus, isStopped) = (status, false)
        // Snapshots of the events API say nothing about the state.
        case .snapshot(let snapshot) where stream.sendsMethods:
            (workerStatus, isStopped) = (snapshot.status, event.isPlaceholder)
        default: break
        }
    }

    /// The first Ctrl-C cancels the run, if possible; the next one ends the program.
    private mutating func handle(_ stop: StopReason) throws(StopReason) {
        guard case .signal(SIGINT) = stop, ownsRun, stream.sendsMethods, stream.isReady,
            case .message(let cancel) = request(for: .cancel)
        else { throw stop }
        ownsRun = false
        driver.send(cancel, on: 0)
        messages.notice(Diagnostic("cancelling the run", advice: "press Ctrl-C again to leave at once"))
    }

    /// Writes a line at once.
    mutating func print(_ line: [UInt8]) throws(StopReason) {
        guard hasReader else { return }
        loop.output.append(line + [UInt8(ascii: "\n")])
        try flush()
    }

    /// A closed pipe changes nothing about what was sent, so it is not an error here.
    private mutating func flush() throws(StopReason) {
        guard !holdsLines else { return }
        guard hasReader else { return printer.bytes = [] }
        printer.take(into: &loop.output)
        do throws(StopReason) {
            guard try !loop.drain() else { return }
            try loop.flush()
            driver.resume(now: .now)
        } catch {
            switch error {
            case .readerGone: hasReader = false
            case .failed(let failure): (hasReader, outputFailure) = (false, failure)
            case .signal, .timeLimit: try handle(error)
            }
        }
    }

    /// Closes the stream.
    func close() { driver.close(now: .now) }
}

extension Method {
    /// Whether it begins a run.
    var beginsRun: Bool {
        switch self {
        case .run, .resume, .workerEvent, .notify(_, autoRun: true): true
        default: false
        }
    }

    /// Whether a Worker refuses it during a run.
    var needsRest: Bool {
        switch self {
        case .compact, .listRewindTargets, .rewindTo: true
        default: beginsRun
        }
    }

    /// The events that are the reply.
    fileprivate var replies: Set<String> {
        switch self {
        case .listRewindTargets: ["rewind_targets"]
        case .rewindTo: ["rewind_applied"]
        case .listWorkers: ["workers_listed"]
        case .restoreWorker: ["worker_restored"]
        case .registerPeer: ["peer_registered"]
        default: []
        }
    }
}
