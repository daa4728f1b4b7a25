/// What the messages of `protocol/ws` mean, over all connections to one Worker.
///
/// Each connection begins with a snapshot of everything. The first is printed; of a later one, only what was not printed yet,
/// as the events that the Worker would have sent. So nothing that the Worker committed is lost or printed twice.
struct ResumableStream: Sendable {
    private let printsHistory: Bool
    private let origin: ErrorOrigin
    private var printed = PrintedState()
    /// Whether a snapshot of the Worker itself has come.
    private var hasHistory = false
    private var repeats: RepeatFilter?
    /// When a run that has no end is lost.
    private var loss: Instant?
    private var isPlaceholder = false
    private var hasAskedForConnection = false
    private var openRun = OpenRun.none
    /// A new connection shows what this one does not: the log of a Worker that was stopped and has come to life, or how a
    /// run ended. `false` again when there is one.
    private(set) var wantsNewConnection = false

    /// - Parameters:
    ///   - printsHistory: whether the first snapshot is printed with its `entries`.
    ///   - origin: who is named in error events of our own.
    init(printsHistory: Bool, origin: ErrorOrigin) {
        self.printsHistory = printsHistory
        self.origin = origin
    }

    /// Resumes where an earlier process was.
    ///
    /// - Parameter checkpoint: as ``checkpoint`` was.
    /// - Returns: `nil` if it is not one, or one of another version.
    init?(checkpoint: JSON, printsHistory: Bool, origin: ErrorOrigin) {
        guard let printed = PrintedState(checkpoint: checkpoint) else { return nil }
        self.init(printsHistory: printsHistory, origin: origin)
        self.printed = printed
        hasHistory = checkpoint["history"]?.bool == true
    }

    /// The run that a snapshot found open. How it ended may have been said just before that snapshot, and not yet be in its
    /// log: then only the next one tells.
    private enum OpenRun: Sendable {
        case none
        case found
        /// There was a new connection for its end; there is not another.
        case lookedUp
    }

    /// What to print.
    enum Emission: Sendable {
        /// The message just received, as it is; where its event's name is.
        case message(JSONStringRange)
        case line([UInt8])
    }
}

extension ResumableStream {
    /// All that a later process needs to resume here; below 64 KiB.
    var checkpoint: JSON { printed.checkpoint(hasHistory: hasHistory) }

    /// Takes note of an event that was printed after this state: a live one, or one that was made of a later snapshot.
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

    /// A new connection: its first message will be a snapshot.
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

    /// Does what time brings: prints what was held long enough, and gives up a run that shows no sign of life.
    mutating func tick(now: Instant, emit: (Emission) -> Void) {
        if let repeats, repeats.deadline <= now { release(now: now, emit: emit) }
        if let loss, loss <= now { loseRun(emit) }
    }

    /// Takes one event, and the text message that it is.
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

    /// What comes before a live event is printed, and the bookkeeping for it.
    ///
    /// - Returns: whether it is printed; not if the next connection's snapshot shows more.
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

    /// Whether an event ends the run that the snapshot found open, and nobody has said how.
    private mutating func lacksEnd(before event: ProtocolMessage, in message: Bytes) -> Bool {
        guard openRun == .found, printed.run.isOpen, printed.run.error == nil, event.endsRun(in: message) else {
            return false
        }
        (openRun, wantsNewConnection) = (.lookedUp, true)
        return true
    }

    /// A run whose end is missing: another one begins, or it goes on.
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

    /// The Worker does not run in its Runtime: what is known of its log stays so.
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

    /// How long a run without an end may show no sign of life.
    private static let patience = Duration.seconds(2)
}

extension ProtocolMessage {
    /// Whether another run begins with it.
    fileprivate func beginsRun(in message: Bytes) -> Bool {
        switch kind {
        case .invokeStart, .userMessage, .systemItem: true
        case .status: message.contents(message.text("status", of: data), are: "running")
        default: false
        }
    }

    fileprivate func endsRun(in message: Bytes) -> Bool { kind == .status && !beginsRun(in: message) }

    /// Whether a Worker that sends it runs.
    fileprivate func isSignOfLife(in message: Bytes) -> Bool {
        switch kind {
        case .status: beginsRun(in: message)
        case .error, .shutdown, .snapshot, .internalWorker, .other: false
        default: true
        }
    }
}
