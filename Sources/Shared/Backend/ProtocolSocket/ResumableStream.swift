/// One Worker's stream over all connections to `protocol/ws`.
///
/// Each connection begins with a snapshot of everything. The first is printed; of a later one, only what has not been
/// printed, as the events that the Worker would have sent. So nothing that the Worker committed is lost or printed
/// twice.
struct ResumableStream: Sendable {
    private let printsHistory: Bool
    private let origin: ErrorOrigin
    private var printed = PrintedState()
    /// Whether a snapshot of the Worker itself has come.
    private var hasHistory = false
    private var repeats: RepeatFilter?
    /// When to give up a run whose end is missing.
    private var loss: Instant?
    private var isPlaceholder = false
    private var hasAskedForConnection = false
    private var openRun = OpenRun.none
    /// Whether a new connection would show more: the log of a Worker that was stopped and runs again, or how a run
    /// ended.
    private(set) var wantsNewConnection = false

    /// - Parameters:
    ///   - printsHistory: whether the first snapshot is printed with its `entries`.
    ///   - origin: The program, for `error` events of our own.
    init(printsHistory: Bool, origin: ErrorOrigin) {
        self.printsHistory = printsHistory
        self.origin = origin
    }

    /// Resumes where an earlier process was.
    ///
    /// - Parameter checkpoint: A former ``checkpoint``.
    /// - Returns: nil if it is not a checkpoint, or one of another version.
    init?(checkpoint: JSON, printsHistory: Bool, origin: ErrorOrigin) {
        guard let printed = PrintedState(checkpoint: checkpoint) else { return nil }
        self.init(printsHistory: printsHistory, origin: origin)
        self.printed = printed
        hasHistory = checkpoint["history"]?.bool == true
    }

    /// A run that was open in a snapshot. Its end may have been sent just before that snapshot and not be in its log
    /// yet; then only the next snapshot shows it.
    private enum OpenRun: Sendable {
        case none
        case found
        /// A new connection was made to see its end; there will not be another.
        case lookedUp
    }

    /// What to print.
    enum Emission: Sendable {
        /// The message just received, unchanged; the position of its event's name.
        case message(JSONStringRange)
        case line([UInt8])
    }
}

extension ResumableStream {
    /// Everything that a later process needs to resume here; less than 64 KiB.
    var checkpoint: JSON { printed.checkpoint(hasHistory: hasHistory) }

    /// Notes an event that was printed after this state: a live one, or one from a later snapshot.
    mutating func replay(_ text: JSON) {
        let line = text.bytes.span
        guard let event = try? ProtocolMessage(line) else { return }
        if event.kind == .snapshot {
            if let snapshot = SnapshotOutline(line, data: event.data) { printed.noteLine(of: snapshot, in: line) }
        } else if event.kind != .error || line.member("origin", of: event.data) == nil {
            printed.note(event, in: line)
        } else if line.contents(line.text("kind", of: event.data), are: "run_lost") {
            printed.end()
        }
    }

    /// A connection is open: its first message will be a snapshot.
    mutating func connectionOpened() { wantsNewConnection = false }

    /// The connection is over: prints what was held.
    mutating func connectionEnded(now: Instant, emit: (Emission) -> Void) {
        release(now: now, emit: emit)
        loss = nil
    }

    /// When ``tick(now:emit:)`` is due; `nil` for never.
    var deadline: Instant? {
        guard let held = repeats?.deadline else { return loss }
        return loss.map { min($0, held) } ?? held
    }

    /// Handles timeouts: prints what was held long enough, and gives up a run that shows no sign of life.
    mutating func tick(now: Instant, emit: (Emission) -> Void) {
        if let repeats, repeats.deadline <= now { release(now: now, emit: emit) }
        if let loss, loss <= now { loseRun(emit) }
    }

    /// Takes one event and its message.
    @inline(__always)
    mutating func receive(_ event: ProtocolMessage, _ message: Bytes, now: Instant, emit: (Emission) -> Void) {
        if event.kind == .textDelta, repeats == nil, loss == nil, !isPlaceholder {
            printed.note(event, in: message)
            emit(.message(event.name))
        } else {
            take(event, message, now: now, emit: emit)
        }
    }
}

extension ResumableStream {
    private mutating func take(_ event: ProtocolMessage, _ message: Bytes, now: Instant, emit: (Emission) -> Void) {
        if event.kind == .snapshot {
            release(now: now, emit: emit)
            takeSnapshot(event, message, now: now, emit: emit)
        } else if repeats != nil {
            let isDecided = repeats?.hold(event, message) ?? true
            if isDecided { release(now: now, emit: emit) }
        } else if pass(event, message, emit) {
            emit(.message(event.name))
        }
    }

    /// Notes a live event, after printing what has to come before it.
    ///
    /// - Returns: whether to print it; not if the next connection's snapshot will show more.
    private mutating func pass(_ event: ProtocolMessage, _ message: Bytes, _ emit: (Emission) -> Void) -> Bool {
        guard !lacksEnd(before: event, in: message) else { return false }
        if loss != nil { handle(event, message, emit) }
        if isPlaceholder, !hasAskedForConnection, event.isSignOfLife(in: message) {
            (wantsNewConnection, hasAskedForConnection) = (true, true)
        }
        printed.note(event, in: message)
        if !printed.run.isOpen { openRun = .none }
        return true
    }

    /// Whether an event ends the run that was open in the snapshot without saying how.
    private mutating func lacksEnd(before event: ProtocolMessage, in message: Bytes) -> Bool {
        guard openRun == .found, printed.run.isOpen, printed.run.error == nil, event.endsRun(in: message) else {
            return false
        }
        (openRun, wantsNewConnection) = (.lookedUp, true)
        return true
    }

    /// Decides about a run whose end is missing: another one begins, or it goes on.
    private mutating func handle(_ event: ProtocolMessage, _ message: Bytes, _ emit: (Emission) -> Void) {
        if event.beginsRun(in: message) {
            loseRun(emit)
        } else if event.isSignOfLife(in: message) || event.endsRun(in: message) {
            loss = nil
        }
    }

    private mutating func loseRun(_ emit: (Emission) -> Void) {
        loss = nil
        emit(.line(ResumeStep.own(.runLost, PrintedRun.lost, origin: origin)))
        printed.end()
        guard printed.run.status != .idle else { return }
        printed.run.status = .idle
        emit(.line(ResumeStep.line(of: .idle)))
    }

    /// Prints what was held, without the repeats.
    private mutating func release(now: Instant, emit: (Emission) -> Void) {
        guard let filter = repeats else { return }
        repeats = nil
        for message in filter.held.dropFirst(filter.repeats) {
            guard let event = try? ProtocolMessage(message.span) else { continue }
            guard pass(event, message.span, emit) else { return }
            var line = message
            line.joinLines()
            emit(.line(line))
        }
    }
}

// MARK: - Snapshots

extension ResumableStream {
    private mutating func takeSnapshot(
        _ event: ProtocolMessage, _ message: Bytes, now: Instant, emit: (Emission) -> Void
    ) {
        loss = nil
        guard let snapshot = SnapshotOutline(message, data: event.data) else { return emit(.message(event.name)) }
        if snapshot.isPlaceholder { return takePlaceholder(event, message, now: now, emit: emit) }
        (isPlaceholder, hasAskedForConnection) = (false, false)
        if !hasHistory {
            takeFirst(snapshot, event, message, emit)
            if snapshot.status == .running { repeats = RepeatFilter(after: snapshot, in: message, now: now) }
        } else {
            takeLater(snapshot, message, now: now, emit)
        }
        hasHistory = true
        if !printed.run.isOpen { openRun = .none } else if openRun == .none { openRun = .found }
    }

    private mutating func takeFirst(
        _ snapshot: SnapshotOutline, _ event: ProtocolMessage, _ message: Bytes, _ emit: (Emission) -> Void
    ) {
        if printsHistory {
            emit(.message(event.name))
        } else {
            emit(.line(snapshot.line(from: message, blocks: nil)))
        }
        printed = PrintedState(snapshot, in: message)
    }

    private mutating func takeLater(
        _ snapshot: SnapshotOutline, _ message: Bytes, now: Instant, _ emit: (Emission) -> Void
    ) {
        let found = Reconciliation(printed, with: snapshot, in: message)
        emit(.line(snapshot.line(from: message, blocks: found.continuing)))
        for step in found.steps { emit(.line(step.line(from: message, origin: origin))) }
        printed = found.printed
        loss = found.mayBeLost ? now + Self.patience : nil
        repeats = RepeatFilter(after: snapshot, in: message, now: now)
    }

    /// The Worker does not run in its Runtime; what is known of its log remains valid.
    private mutating func takePlaceholder(
        _ event: ProtocolMessage, _ message: Bytes, now: Instant, emit: (Emission) -> Void
    ) {
        if !isPlaceholder { emit(.message(event.name)) }
        isPlaceholder = true
        printed.endBlocks()
        if printed.run.isOpen {
            loss = now + Self.patience
        } else if let status = printed.run.status, status != .idle {
            printed.run.status = .idle
            emit(.line(ResumeStep.line(of: .idle)))
        }
    }

    /// How long a run whose end is missing may show no sign of life.
    private static let patience = Duration.seconds(2)
}

extension ProtocolMessage {
    /// Whether it begins another run.
    fileprivate func beginsRun(in message: Bytes) -> Bool {
        switch kind {
        case .invokeStart, .userMessage, .systemItem: true
        case .status: message.contents(message.text("status", of: data), are: "running")
        default: false
        }
    }

    fileprivate func endsRun(in message: Bytes) -> Bool { kind == .status && !beginsRun(in: message) }

    /// Whether it shows that the Worker runs.
    fileprivate func isSignOfLife(in message: Bytes) -> Bool {
        switch kind {
        case .status: beginsRun(in: message)
        case .error, .shutdown, .snapshot, .internalWorker, .other: false
        default: true
        }
    }
}
