internal import Shared

/// Puts the events in the order in which a person wants to read them, and says each thing once.
///
/// A value: one event in, items to show out. It knows what is repeated (`_done` after deltas), what comes too early
/// (an answer before its question) and what never comes (the end of a block that broke off).
struct Story {
    var text = TextBlock()
    var thinking = Thinking()
    var tools = ToolBook()
    var commands = CommandWatch()
    var run = RunTracker()
    private var hold: Hold
    var items: [Item] = []
    /// The Worker that has greeted, and its directory.
    var workerName: String?
    var directory = ""
    /// Whether something has happened before our eyes: then no history is to be told.
    var hasBegun = false
    var isCompacting = false
    /// What the user said in this run: some Backends report it twice.
    private var question: [Segment]?
    /// The error that came just before, which the next one may repeat.
    var lastError: WorkerError?

    /// Whether only words that stream are wanted: all of them, and no others.
    let isVerbatim: Bool
    /// Whether a history was just taken back, of which the rest may follow.
    var isRewinding = false

    /// - Parameter waitsForQuestion: whether an answer is held back until its question has come.
    init(isVerbatim: Bool, waitsForQuestion: Bool) {
        self.isVerbatim = isVerbatim
        hold = Hold(isNeeded: waitsForQuestion && !isVerbatim)
    }

    /// Thinking blocks have no ids: of two that overlap nobody can tell whose a piece is.
    struct Thinking {
        var openBlocks = 0
        /// Whether it has been shown that there is some.
        var isShown = false
        /// Bytes that have streamed and that no block's end has repeated yet.
        var unrepeated = 0
    }
}

extension Story {
    /// Whether nothing has to be done for another piece of the open text but to append it.
    var takesMoreText: Bool { text.isOpen && text.isKnown && !hold.isHolding }
    /// Whether nothing has to be done for another piece of hidden thinking.
    var takesMoreThinking: Bool { thinking.isShown && thinking.unrepeated > 0 && !hold.isHolding }

    /// A piece of the open text has been shown without becoming an event; only while ``takesMoreText``.
    @inline(__always)
    mutating func noteText(bytes: Int) { text.length += bytes }

    /// A piece of thinking was left out; only while ``takesMoreThinking``.
    mutating func noteThinking(bytes: Int) { thinking.unrepeated += bytes }

    /// How the stream, up to here, ended; for `--exit-status`.
    var exitStatus: ExitStatus { run.exitStatus }

    /// Takes an event, and answers what is to be shown now.
    mutating func take(_ event: Event) -> [Item] {
        items = []
        for event in hold.take(event) { apply(event) }
        return items
    }

    /// Input that is no event.
    mutating func take(_ unreadable: Unreadable) -> [Item] {
        items = []
        for event in hold.release() { apply(event) }
        items.append(.unreadable(unreadable))
        return items
    }

    /// The input has ended.
    mutating func end() -> [Item] {
        items = []
        for event in hold.release() { apply(event) }
        closeBlocks()
        if let summary = run.cut() { items.append(.runEnd(summary)) }
        return items
    }
}

extension Story {
    private mutating func apply(_ event: Event) {
        isRewinding = isRewinding && (event.belongsToRun || event.isAside)
        if isRewinding, event.belongsToRun { return }
        run.note(event)
        if event.belongsToRun, !event.isUsage { lastError = nil }
        defer { hasBegun = hasBegun || event.belongsToRun || event.isQuestion }
        switch event {
        case .textDelta(let piece): addText(piece)
        case .textDone(let whole): endText(whole)
        case .thinkingStart: beginThinking()
        case .thinkingDelta(let piece): addThinking(piece)
        case .thinkingDone(let whole): endThinking(whole)
        case .toolCallStart(let id, let name):
            interruptBlocks()
            tools.start(id: id, name: name)
        case .toolCallArgsDelta(let id, let json): tools.append(json, to: id)
        case .toolCallDone(let done):
            interruptBlocks()
            items.append(.call(tools.complete(done)))
        case .toolResult(let result): finishCall(result)
        case .userMessage(let segments):
            if segments != question { items.append(.user(segments)) }
            question = segments
        case .systemItem(let item): items.append(.notice(Notice(item)))
        case .invokeStart: question = nil
        case .command(let event): takeCommand(event)
        case .turnStart: beginTurn()
        case .llmCallStart, .llmCallEnd, .turnEnd: closeBlocks()
        case .llmRetry(let retry): items.append(.notice(Notice(retry)))
        case .llmContinuation(let continuation):
            closeBlocks()
            _ = tools.abandon()
            items.append(.notice(Notice(continuation)))
        case .usage: break
        case .status(.running): break
        case .runEnd:
            question = nil
            endRun()
        case .status(let status):
            question = nil
            endRun()
            if status != .paused { abandonCalls() }
        case .error(let error): takeError(error)
        case .snapshot(let snapshot): takeSnapshot(snapshot)
        case .segmentRotated(let start): takeRotation(start)
        case .compactStart:
            isCompacting = true
            items.append(.notice(Notice(.info, "compacting", "the history becomes a summary")))
        case .compactDone(let segmentID):
            items.append(.notice(Notice(.success, "compacted", "new segment \(Numbers.shortID(segmentID))")))
        case .compactFailed(let error):
            isCompacting = false
            items.append(.notice(Notice(.error, "compaction failed", error)))
        case .rewindApplied(let rewind): takeRewind(rewind)
        case .shutdown:
            endRun()
            isCompacting = false
            items.append(.notice(Notice(.info, "shut down", "the Worker has ended")))
        default:
            if let notice = Notice(event) { items.append(.notice(notice)) }
        }
    }
}

extension Event {
    /// Whether a run says this: what a rewind takes back, and what a later snapshot would tell once more.
    fileprivate var belongsToRun: Bool {
        switch self {
        case .turnStart, .turnEnd, .llmCallStart, .llmCallEnd, .llmRetry, .llmContinuation, .usage, .runEnd, .textDelta,
            .textDone, .thinkingStart, .thinkingDelta, .thinkingDone, .toolCallStart, .toolCallArgsDelta, .toolCallDone,
            .toolResult, .command:
            true
        default: false
        }
    }

    /// Whether it comes at any time, and has nothing to do with what is said.
    fileprivate var isAside: Bool {
        switch self {
        case .alert, .memoryWorker: true
        default: false
        }
    }

    fileprivate var isUsage: Bool {
        if case .usage = self { return true }
        return false
    }

    fileprivate var isQuestion: Bool {
        switch self {
        case .userMessage, .systemItem, .invokeStart: true
        default: false
        }
    }
}
