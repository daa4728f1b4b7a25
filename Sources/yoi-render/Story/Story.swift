internal import Shared

/// Puts the events in the order in which a person wants to read them, and says each thing once.
///
/// A value: one event in, items to show out. It knows what is repeated (`_done` after deltas), what comes too early
/// (an answer before its question) and what never comes (the end of a block that broke off).
struct Story {
    /// Whether a text block is open that has had a piece: what its end repeats is not shown again.
    private(set) var isInText = false
    /// Bytes of the open text block so far.
    private var textLength = 0
    private var thinking = Thinking()
    private var tools = ToolBook()
    private var run = RunTracker()
    private var hold: Hold
    private var items: [Item] = []
    /// The Worker that has greeted, and its directory.
    private var workerName: String?
    private(set) var directory = ""
    /// Whether something has happened before our eyes: then no history is to be told.
    private var hasBegun = false
    private var isCompacting = false
    private var lastError: WorkerError?

    /// - Parameter waitsForQuestion: whether an answer is held back until its question has come.
    init(waitsForQuestion: Bool) { hold = Hold(isNeeded: waitsForQuestion) }

    /// Thinking blocks have no ids: of two that overlap nobody can tell whose a piece is.
    private struct Thinking {
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
    /// Items of the history that are shown when we come into the middle of it.
    private static let mostPast = 20

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
        case .llmCallStart, .turnEnd: closeBlocks()
        case .llmCallEnd: closeBlocks()
        case .llmRetry(let retry): items.append(.notice(Notice(retry)))
        case .llmContinuation(let continuation):
            closeBlocks()
            _ = tools.abandon()
            items.append(.notice(Notice(continuation)))
        case .usage: break
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

extension Story {
    private mutating func addText(_ text: String) {
        closeThinking()
        isInText = true
        textLength += text.utf8.count
        items.append(.text(text))
    }

    private mutating func endText(_ whole: String) {
        if !isInText, !whole.isEmpty { addText(whole) }
        closeText()
    }

    private mutating func closeText() {
        guard isInText else { return }
        isInText = false
        textLength = 0
        items.append(.textEnd)
    }

    private mutating func beginThinking() {
        closeText()
        thinking.openBlocks += 1
    }

    private mutating func addThinking(_ text: String) {
        closeText()
        thinking.isShown = true
        items.append(.thinking(text))
    }

    private mutating func endThinking(_ whole: String) {
        closeText()
        if !thinking.isShown { items.append(.thinking(whole)) }
        thinking.isShown = true
        thinking.openBlocks -= 1
        if thinking.openBlocks <= 0 { closeThinking() }
    }

    private mutating func closeThinking() {
        if thinking.isShown { items.append(.thinkingEnd) }
        thinking = Thinking()
    }

    /// Nothing more will stream of what is open.
    private mutating func closeBlocks() {
        closeText()
        closeThinking()
        for call in tools.completeAll() { items.append(.call(call)) }
    }

    private mutating func finishCall(_ result: ToolResult) {
        closeText()
        closeThinking()
        let known = tools.finish(id: result.id)
        if let call = known?.call, !call.isShown { items.append(.call(call)) }
        var outcome = ToolOutcome(
            call: known?.call, id: result.id, summary: result.summary, output: result.output, isError: result.isError)
        outcome.isAmbiguous = known?.isAmbiguous ?? false
        items.append(.result(outcome))
    }

    /// Calls of the turn before that have no result will not get one any more.
    private mutating func beginTurn() {
        closeBlocks()
        abandonCalls()
        tools.endTurn()
    }

    private mutating func abandonCalls() {
        for call in tools.abandon() {
            items.append(
                .result(ToolOutcome(call: call, id: call.id, state: .missing, summary: "no result", output: nil)))
        }
    }

    private mutating func endRun() {
        guard let summary = run.takeEnd() else { return }
        closeBlocks()
        // What a pause leaves open runs when the run is resumed.
        if summary.ending != .result(.paused) { abandonCalls() }
        lastError = nil
        items.append(.runEnd(summary))
    }

    private mutating func takeError(_ error: WorkerError) {
        closeBlocks()
        if let summary = run.takeEnd() {
            abandonCalls()
            items.append(.runEnd(summary))
            return
        }
        // An error inside the stream comes twice, the second time inside more words.
        let words = lastError.map { $0.code == error.code && !$0.message.isEmpty ? $0.message : nil } ?? nil
        lastError = error
        let label = error.code.rawValue.replacing("_", with: " ")
        if let words, error.message.hasSuffix(words) {
            let more = error.message.dropLast(words.count).trimmed
            if !more.isEmpty { items.append(.notice(Notice(.error, label, more + " as above"))) }
        } else {
            items.append(.notice(Notice(.error, label, error.message)))
        }
    }

    private mutating func takeRotation(_ rotation: SegmentRotated) {
        let isExpected = isCompacting
        isCompacting = false
        guard case .segmentStart(let start) = rotation.entry else { return }
        if let origin = start.forkedFrom {
            items.append(.notice(Notice(.info, "forked", "from segment \(Numbers.shortID(origin.segmentID))")))
        } else if let origin = start.compactedFrom, !isExpected {
            items.append(.notice(Notice(.info, "compacted", "from segment \(Numbers.shortID(origin.segmentID))")))
        }
    }

    private mutating func takeRewind(_ rewind: RewindApplied) {
        closeBlocks()
        _ = tools.abandon()
        run.reset()
        items.append(.notice(Notice(rewind)))
    }

    private mutating func takeSnapshot(_ snapshot: Snapshot) {
        directory = snapshot.greeting.cwd
        let isNew = workerName != snapshot.greeting.workerName && (workerName != nil || !hasBegun)
        workerName = snapshot.greeting.workerName
        guard isNew else { return resume(snapshot) }
        items.append(.greeting(snapshot.greeting, snapshot.status))
        let past = Past(snapshot.entries, most: Self.mostPast)
        if past.earlier > 0 { items.append(.earlier(past.earlier)) }
        items += past.items
        // Where the conversation stands is what one comes to see.
        if case .past(.text(let text), _)? = items.last {
            items.removeLast()
            items += [.text(text), .textEnd]
        }
        attach(to: snapshot, after: past.items)
    }

    /// A later snapshot repeats what was shown; but it may know more of the text that is open.
    private mutating func resume(_ snapshot: Snapshot) {
        guard snapshot.status == .running, case .text(let block)? = snapshot.inFlight.blocks.last,
            block.isFinished != true
        else { return }
        let more = String(decoding: block.text.utf8.dropFirst(textLength), as: UTF8.self)
        if !more.isEmpty { addText(more) }
    }

    /// Takes over what is streaming.
    ///
    /// What is left of a run that is over may have been committed long ago.
    private mutating func attach(to snapshot: Snapshot, after past: [Item]) {
        for block in snapshot.inFlight.blocks {
            switch block {
            case .text(let text):
                let isStale = snapshot.status != .running && past.contains { $0.repeats(text.text) }
                if isStale || text.text.isEmpty { continue }
                closeText()
                addText(text.text)
                if text.isFinished == true || snapshot.status != .running { closeText() }
            case .thinking(let thinking):
                addThinking(thinking.text)
                if thinking.isFinished == true || snapshot.status != .running { closeThinking() }
            case .toolCall(let call):
                closeText()
                closeThinking()
                tools.start(id: call.id, name: call.name)
                tools.append(call.args, to: call.id)
                guard call.state == .done else { continue }
                var done = ToolCallDone()
                (done.id, done.name, done.arguments) = (call.id, call.name, call.args)
                items.append(.call(tools.complete(done)))
            case .unknown: continue
            }
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
