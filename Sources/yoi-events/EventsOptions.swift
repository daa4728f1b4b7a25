internal import Shared

/// The options of `yoi-events`.
struct EventsOptions: Sendable {
    var connection = ConnectionOptions()
    /// The Workers, as operands name them.
    var workers: [String] = []
    /// Whether to follow all Workers, later ones too.
    var followsAll = false
    /// With `followsAll`, only Workers in one of these states; empty for all.
    var states: [String] = []
    /// How long to wait before asking for the list of Workers again; nil for the default.
    var listInterval: Duration?
    var list: ListKind?
    var printsHistory = true
    var follows = true
    var start = StartPoint.held
    var after: EventCursor?
    var cursorFile: String?
    var printsEnvelopes = false
    var until: [String] = []
    var count: Int?
    var stopsWhenIdle = false
    var timeout: Duration?
    var idleTimeout: Duration?
    var reportsRunResult = false
    var retries = RetryLimit(maxAttempts: 3)
    var retryDelay = Duration.milliseconds(500)
    var pingInterval = Duration.seconds(20)
    var maxMessage = ByteSize.mebibytes(64)
}

/// Where a stream begins.
enum StartPoint: String, ArgumentChoice {
    /// With what the Backend still holds.
    case held
    case now
}

/// How often to reconnect in one outage.
struct RetryLimit: Hashable, Sendable {
    /// Nil for no limit.
    let maxAttempts: Int?
}

extension RetryLimit: ArgumentValue {
    init(argument: String) throws(ArgumentError) {
        maxAttempts = argument == "forever" ? nil : try Int(argument: argument)
    }

    var argument: String? { maxAttempts?.description ?? "forever" }
}

extension EventsOptions {
    /// Refuses combinations of options in which one would be ignored.
    func check() throws(Failure) {
        let aboutEvents = [
            ("--no-transcript", !printsHistory), ("--from", start != .held), ("--after", after != nil),
            ("--cursor-file", cursorFile != nil),
        ]
        let aboutAll = [("--all", followsAll), ("--state", !states.isEmpty), ("--list-interval", listInterval != nil)]
        let named = workers.first ?? connection.workerIDs.first.map { "--worker-id \($0)" }
        let aWorker = [(named ?? "", named != nil)]
        let aboutFollowing = [
            ("--no-follow", !follows), ("--envelope", printsEnvelopes), ("--until", !until.isEmpty),
            ("--until-idle", stopsWhenIdle), ("--count", count != nil), ("--idle-timeout", idleTimeout != nil),
            ("--exit-status", reportsRunResult), ("--ping-interval", pingInterval != EventsOptions().pingInterval),
        ]
        if list != nil {
            try refuse("--list", beside: aboutEvents + aboutFollowing, "a list has no events")
            try refuse("--list", beside: aboutAll + aWorker, "a list needs no Worker")
        }
        if followsAll {
            try refuse("--all", beside: aWorker, "--all includes every Worker")
            try refuse("--all", beside: [("--after", after != nil)], "a cursor belongs to one Worker")
        } else if let option = aboutAll.dropFirst().first(where: \.1)?.0 {
            throw Failure(.usage, at: option, "it is about all Workers", advice: "give --all too")
        }
        // With --no-follow there is only the history.
        if !follows { try refuse("--no-follow", beside: aboutEvents, "nothing is left to print") }
        if start != .held { try refuse("--from", beside: [("--after", after != nil)], "both say where to begin") }
    }

    private func refuse(_ option: String, beside others: [(String, Bool)], _ why: String) throws(Failure) {
        guard let other = others.first(where: \.1) else { return }
        throw Failure(.usage, at: "\(option), \(other.0)", why, advice: "give one of them")
    }

    /// The Workers to follow.
    ///
    /// - Throws: `Failure` with status 64.
    func selection() throws(Failure) -> TargetSelection {
        let selection = try TargetSelection(connection, operands: workers)
        if followsAll { return selection }
        guard !selection.workers.isEmpty else { throw Failure.noWorker }
        guard after == nil || selection.workers.count == 1 else {
            throw Failure(
                .usage, at: "--after", "a cursor belongs to one Worker, and several are named",
                advice: "let --cursor-file keep the positions of all")
        }
        return selection
    }

    /// How often and when to reconnect in one outage.
    ///
    /// - Parameter count: How many streams may be cut off at the same time.
    func backoff(among count: Int = 1) -> Backoff {
        Backoff(firstDelay: retryDelay, maxAttempts: retries.maxAttempts, among: count)
    }

    /// Whether to follow a Worker in its state.
    func includes(_ worker: ListedWorker) -> Bool {
        // A Worker that no Runtime has cannot be followed.
        states.isEmpty ? worker.state != "missing" : worker.state.map(states.contains) ?? false
    }

    /// What to print, and when to stop.
    var printing: EventPrinter.Options {
        var printing = EventPrinter.Options(origin: .events)
        printing.printsEnvelopes = printsEnvelopes
        printing.maxCount = count
        printing.lastNames = Set(until)
        printing.stopsWhenIdle = stopsWhenIdle
        printing.watchesRuns = stopsWhenIdle || reportsRunResult
        printing.keepsCursors = cursorFile != nil
        return printing
    }
}
