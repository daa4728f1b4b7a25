internal import Shared
internal import Transport

/// Follows Workers until there is a reason to stop.
struct FollowCommand {
    private let options: EventsOptions
    private let messages: Messages
    private let loop: EventLoop
    private let backend: BackendURL
    private let driver: StreamDriver
    /// The index with the driver of each Worker from a list.
    private var places: [WorkerID: Int] = [:]
    /// Workers that are new since the beginning, followed or not.
    private var later: Set<WorkerID> = []
    private var printer: EventPrinter
    private var checkpoints: Checkpoints
    /// The last lines, if printing stopped in the middle of a snapshot's events: the saved position must be there.
    private var lastLines: DeliveredLines?
    /// The worst status of a stream, or of a Worker that was not found.
    private var failureStatus = ExitStatus.success

    /// - Parameter file: Has the positions at which the streams begin, and stores later ones.
    init(
        _ options: EventsOptions, _ workers: FollowedWorkers, file: CursorFile?, settings: ClientSettings,
        loop: EventLoop, messages: Messages
    ) throws(Failure) {
        self.options = options
        self.messages = messages
        self.loop = loop
        backend = workers.backend
        driver = StreamDriver(settings)
        printer = EventPrinter(options.printing)
        printer.receivedAt = Array(WallClock.now.utf8)
        checkpoints = Checkpoints(file: file)
        for target in workers.targets {
            try follow(target, among: workers.targets.count)
        }
        for (worker, failure) in workers.unfound {
            let source = printer.add(worker)
            printer.select(source)
            printer.report(.notFound, "The event stream of \(worker) cannot begin: \(failure.diagnostic.found)")
            printer.end(source)
            note(failure)
        }
        for workspace in workers.workspaces { watch(workspace) }
        if workers.includesLaterWorkspaces {
            driver.add(
                WorkspaceWatch(
                    beside: workers.workspaces.compactMap(\.self), at: backend, interval: listInterval, now: .now))
        }
        printer.awaitsWorkers = driver.awaitsLists
    }
}

extension FollowCommand {
    /// Follows another Worker.
    ///
    /// - Parameters:
    ///   - count: How many Workers are followed.
    ///   - isLater: Whether it is new since the beginning, so that its whole history is.
    private mutating func follow(_ target: Target, among count: Int, isLater: Bool = false) throws(Failure) {
        let source = printer.add(target)
        let known = checkpoints.add(target, as: source, at: driver.count)
        let (api, other) = try options.connection.api.value(
            for: target, from: options.after.map(Checkpoint.cursor) ?? known,
            printsHistory: options.printsHistory || isLater, beginsNow: options.start == .now && !isLater,
            origin: .events, snapshotLimit: options.connection.connectLimit)
        driver.add(
            WorkerStream(
                speaking: api, or: other, source: source,
                options: WorkerStream.Options(
                    backoff: options.backoff(among: count), follows: options.follows, timeLimit: loop.timeLimit)))
    }

    /// Watches the list of a Workspace's Workers.
    ///
    /// - Parameter isLater: Whether the Workspace is new since the beginning.
    private mutating func watch(_ workspace: Workspace?, isLater: Bool = false) {
        let source = printer.add(nil)
        driver.add(
            WorkerWatch(
                of: workspace, at: backend, source: source, subscribes: options.connection.api != .events,
                isLater: isLater,
                options: WorkerWatch.Options(
                    backoff: options.backoff(), interval: listInterval, answerLimit: options.connection.connectLimit,
                    follows: options.follows)))
    }

    private var listInterval: Duration { options.listInterval ?? .seconds(10) }

    /// Follows the Workers that appear in the lists, and forgets those that are gone.
    private mutating func handleLists() throws(Failure) {
        let changes = driver.takeChanges()
        for (workspace, change) in changes {
            switch change {
            case .present(let worker, let isLater):
                if let place = places[worker.id] {
                    driver.revive(place)
                    continue
                }
                let target = try backend.target(worker.id, in: workspace)
                if checkpoints.isNew(target) || isLater {
                    // It is not noted before something of it is printed, so that it is new to the next process, too.
                    later.insert(worker.id)
                } else {
                    checkpoints.meet(target)
                }
                guard options.includes(worker) else { continue }
                places[worker.id] = driver.count
                try follow(
                    target, among: max(changes.count, driver.count), isLater: later.contains(worker.id))
            case .gone(let worker):
                later.remove(worker.id)
                let place = places.removeValue(forKey: worker.id)
                if let place { driver.retire(place) }
                let target = try backend.target(worker.id, in: workspace)
                checkpoints.forget(target, placed: place)
            }
        }
        for workspace in driver.takeLaterWorkspaces() { watch(workspace, isLater: true) }
        for failure in driver.takeWatchFailures() { note(failure) }
        printer.awaitsWorkers = driver.awaitsLists
        printer.stopIfIdle()
    }

    /// Why following ends.
    private enum End {
        /// Everything that was asked for has been printed.
        case complete
        /// There was no news for as long as `--idle-timeout` says.
        case idle
        /// All streams have ended.
        case streamsEnded
        case stopped(StopReason)
    }

    /// Prints until there is a reason to stop, then cleans up.
    mutating func run() throws(Failure) -> ProgramEnding {
        var end: End
        do throws(StopReason) { end = try follow() } catch { end = .stopped(error) }
        end = printRest(end)
        driver.close(now: .now)
        let taken = deliveredLines ?? lastLines
        try checkpoints.save(from: driver, after: taken)
        return try ending(end)
    }
}

extension FollowCommand {
    private mutating func follow() throws(StopReason) -> End {
        while true {
            let now = Instant.now
            if options.printsEnvelopes { printer.receivedAt = Array(WallClock.now.utf8) }
            let hasMore = driver.proceed(now: now, to: &printer)
            report()
            noteEnds()
            try StopReason.failing { () throws(Failure) in try handleLists() }
            try flush()
            if printer.isComplete { return .complete }
            if driver.hasEnded { return .streamsEnded }
            let idle = options.idleTimeout?.asLimit.flatMap { limit in driver.lastNews.map { $0 + limit } }
            if let idle, !hasMore, now >= idle { return .idle }
            let deadlines = [driver.deadline(now: now), idle, checkpoints.nextSave]
            try loop.wait(for: driver.interest, until: hasMore ? now : deadlines.compactMap(\.self).min())
            try saveIfDue()
        }
    }

    /// Writes everything, however slow the reader. Nothing is read meanwhile, so memory is bounded; the cursor file is
    /// kept current.
    private mutating func flush() throws(StopReason) {
        var hasWaited = false
        if printer.isComplete, options.cursorFile != nil, lastLines == nil {
            lastLines = DeliveredLines(printer.bytes[...], upTo: printer.total, of: printer)
        }
        take()
        while try !drain() {
            hasWaited = true
            try loop.wait(until: checkpoints.nextSave)
            try saveIfDue()
        }
        if hasWaited { driver.resume(now: .now) }
    }

    private mutating func take() {
        printer.take(into: &loop.output)
        checkpoints.append(&printer.cursors)
    }

    private mutating func drain() throws(StopReason) -> Bool {
        defer { checkpoints.reach(printer.total - loop.output.pending) }
        guard try loop.drain() else { return false }
        printer.noteFlush()
        return true
    }

    /// Writes the cursor file if it is time.
    private mutating func saveIfDue() throws(StopReason) {
        guard let time = checkpoints.nextSave, .now >= time else { return }
        let taken = deliveredLines
        try StopReason.failing { () throws(Failure) in try checkpoints.save(from: driver, after: taken) }
    }

    /// What standard output has accepted, if that is only part of what was printed.
    private var deliveredLines: DeliveredLines? {
        let pending = loop.output.pending
        return pending == 0 ? nil : DeliveredLines(loop.output.writtenPart, upTo: printer.total - pending, of: printer)
    }

    /// Prints the streams' remarks on standard error.
    private func report() {
        for remark in driver.takeRemarks() {
            if remark.isDetail {
                messages.detail(remark.diagnostic.description)
            } else {
                messages.notice(remark.diagnostic)
            }
        }
    }

    /// Notes streams that have ended; others may continue.
    private mutating func noteEnds() {
        for stream in driver.takeEnded() {
            printer.end(stream.source)
            guard let failure = stream.failure else { continue }
            // With --exit-status the status says how the run ended, which a stream that has been open may show even if
            // the connection was lost for good.
            let isLost = [ExitStatus.unavailable, .tryLater].contains(failure.status)
            note(failure, counts: !(options.reportsRunResult && stream.hasOpened && isLost))
        }
    }

    private mutating func note(_ failure: Failure, counts: Bool = true) {
        messages.failure(failure.diagnostic)
        if counts { failureStatus = max(failureStatus, failure.status) }
    }

    /// Writes the rest, unless there is another reason to stop; after a signal or a timeout only if the reader accepts
    /// it at once.
    private mutating func printRest(_ end: End) -> End {
        take()
        do throws(StopReason) {
            switch end {
            case .complete, .idle, .streamsEnded, .stopped(.failed): try flush()
            case .stopped(.signal), .stopped(.timeLimit): if try drain() { try flush() }
            case .stopped(.readerGone): break
            }
            return end
        } catch {
            // A failure takes precedence over a reader that has gone and over a time limit, but not over a signal.
            switch (end, error) {
            case (.stopped(.failed), .signal), (.complete, _), (.idle, _): return .stopped(error)
            case (.stopped(.failed), _), (.streamsEnded, .readerGone), (.streamsEnded, .timeLimit): return end
            default: return .stopped(error)
            }
        }
    }

    private func ending(_ end: End) throws(Failure) -> ProgramEnding {
        let result = max(options.reportsRunResult ? printer.runStatus : .success, failureStatus)
        switch end {
        case .complete: return .status(max(result, missingHistory()))
        case .idle: return .status(printer.isWaiting ? .timedOut : max(result, missingHistory()))
        case .stopped(.readerGone), .streamsEnded: return .status(result)
        case .stopped(.signal(let number)): return .signal(number)
        case .stopped(.timeLimit): return .status(.timedOut)
        case .stopped(.failed(let failure)): throw failure
        }
    }

    /// A missing history is a failure.
    private func missingHistory() -> ExitStatus {
        let failures = driver.streams.compactMap(\.missingHistory)
        for failure in failures { messages.failure(failure.diagnostic) }
        return failures.map(\.status).max() ?? .success
    }
}
