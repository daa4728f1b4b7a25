internal import Shared

/// Puts the events in the order in which a person wants to read them, and says each thing once.
///
/// A value: one event in, items to show out. It knows what is repeated (`_done` after deltas), what comes too early
/// (an answer before its question) and what never comes (the end of a block that broke off).
struct Story {
    /// Whether a text block is open that has had a piece: what its end repeats is not shown again.
    var isInText = false
    /// Bytes of the open text block so far.
    var textLength = 0
    var thinking = Thinking()
    var tools = ToolBook()
    var run = RunTracker()
    private var hold: Hold
    var items: [Item] = []
    /// The Worker that has greeted, and its directory.
    var workerName: String?
    var directory = ""
    /// Whether something has happened before our eyes: then no history is to be told.
    var hasBegun = false
    var isCompacting = false
    var lastError: WorkerError?

    /// - Parameter waitsForQuestion: whether an answer is held back until its question has come.
    init(waitsForQuestion: Bool) { hold = Hold(isNeeded: waitsForQuestion) }

    /// Thinking blocks have no ids: of two that overlap nobody can tell whose a piece is.
    struct Thinking {
        var openBlocks = 0
        /// Whether a piece of them has been shown.
        var isShown = false
    }
}

extension Story {
    /// Whether nothing has to be done for another piece of the open text but to append it.
    var takesMoreText: Bool { isInText && !hold.isHolding }
    /// Whether nothing has to be done for another piece of hidden thinking.
    var takesMoreThinking: Bool { thinking.isShown && !hold.isHolding }

    /// A piece of the open text has been shown without becoming an event; only while ``takesMoreText``.
    @inline(__always)
    mutating func noteText(bytes: Int) { textLength += bytes }

    /// How the stream, up to here, ended; for `--exit-status`.
    var verdict: RunTracker.Verdict { run.verdict }

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
        run.note(event)
        defer { hasBegun = hasBegun || event.isHistory }
        switch event {
        case .textDelta(let piece): addText(piece.text)
        case .textDone(let piece): endText(piece.text)
        case .thinkingStart: beginThinking()
        case .thinkingDelta(let piece): addThinking(piece.text)
        case .thinkingDone(let piece): endThinking(piece.text)
        case .toolCallStart(let call):
            closeText()
            closeThinking()
            tools.start(id: call.id, name: call.name)
        case .toolCallArgsDelta(let delta): tools.append(delta.json, to: delta.id)
        case .toolCallDone(let done):
            closeText()
            closeThinking()
            items.append(.call(tools.complete(done)))
        case .toolResult(let result): finishCall(result)
        case .userMessage(let message): items.append(.user(message.segments))
        case .systemItem(let event): items.append(.notice(Notice(event.item)))
        case .invokeStart: break
        case .turnStart: beginTurn()
        case .llmCallStart, .llmCallEnd, .turnEnd: closeBlocks()
        case .llmRetry(let retry): items.append(.notice(Notice(retry)))
        case .llmContinuation(let continuation):
            closeBlocks()
            _ = tools.abandon()
            items.append(.notice(Notice(continuation)))
        case .usage: break
        case .status(let change) where change.status == .running: break
        case .runEnd, .status: endRun()
        case .error(let error): takeError(error)
        case .snapshot(let snapshot): takeSnapshot(snapshot)
        case .segmentRotated(let rotation): takeRotation(rotation)
        case .compactStart:
            isCompacting = true
            items.append(.notice(Notice(.info, "compacting", "the history becomes a summary")))
        case .compactDone(let done):
            items.append(.notice(Notice(.success, "compacted", "new segment \(Numbers.shortID(done.newSegmentID))")))
        case .compactFailed(let failure):
            isCompacting = false
            items.append(.notice(Notice(.error, "compaction failed", failure.error)))
        case .rewindApplied(let rewind): takeRewind(rewind)
        case .shutdown:
            closeBlocks()
            if let summary = run.cut() { items.append(.runEnd(summary)) }
            items.append(.notice(Notice(.info, "shut down", "the Worker has ended")))
        default:
            if let notice = Notice(event) { items.append(.notice(notice)) }
        }
    }
}

extension Event {
    /// Whether this is a part of what a snapshot would tell once more. Old alerts come before it.
    fileprivate var isHistory: Bool {
        switch self {
        case .alert, .memoryWorker, .status, .snapshot, .unknown: false
        default: true
        }
    }
}
