internal import Shared

extension Conversation {
    /// Items of the history to read even if fewer are shown.
    private static let minHistory = 20

    mutating func endRun() {
        closeBlocks()
        countUnknown()
        guard let summary = run.takeEnd() else { return }
        // What a pause leaves open runs when the run is resumed.
        if summary.ending != .result(.paused) { abandonCalls() }
        lastError = nil
        items.append(.runEnd(summary))
    }

    mutating func takeError(_ error: WorkerError) {
        if error.isRefusal { return items.append(.notice(Notice(error))) }
        if let summary = run.takeEnd() {
            closeBlocks()
            abandonCalls()
            items.append(.runEnd(summary))
            return
        }
        // It may have ended the run, or the stream may continue, as after a lost connection.
        interruptBlocks()
        thinking.openBlocks = 0
        // An error of the model's stream is reported twice, the second time wrapped in more words.
        let words = lastError.map { $0.code == error.code && !$0.message.isEmpty ? $0.message : nil } ?? nil
        lastError = run.isUnderWay ? error : nil
        var notice = Notice(error)
        if let words, error.message.hasSuffix(words) {
            let rest = error.message.dropLast(words.count).trimmed
            if rest.isEmpty { return }
            notice.text = WireText(rest + " as above")
        }
        items.append(.notice(notice))
    }

    mutating func takeRotation(_ start: SegmentStart) {
        let isExpected = isCompacting
        isCompacting = false
        if let origin = start.forkedFrom {
            items.append(.notice(Notice(.info, "forked", "from segment \(Numbers.shortID(origin))")))
        } else if let origin = start.compactedFrom, !isExpected {
            items.append(.notice(Notice(.info, "compacted", "from segment \(Numbers.shortID(origin))")))
        }
    }

    mutating func takeRewind(_ rewind: RewindApplied) {
        closeBlocks()
        _ = tools.abandon()
        isRewinding = !isVerbatim
        items.append(.notice(Notice(rewind)))
    }

    mutating func takeSnapshot(_ snapshot: Snapshot) {
        directory = snapshot.greeting.cwd
        let isNew = workerName != snapshot.greeting.workerName && (workerName != nil || !hasBegun)
        workerName = snapshot.greeting.workerName
        guard isNew else { return resume(snapshot) }
        if hasBegun { giveUp() }
        items.append(.greeting(snapshot.greeting, snapshot.status))
        run.contextWindow = snapshot.greeting.contextWindow
        // Streamed events may repeat the last items, even if none are shown.
        let max = max(maxHistory, Self.minHistory)
        var history = History(isVerbatim ? WireList() : snapshot.entries, max: max, withThoughts: remembersThoughts)
        history.showLastAnswer()
        if maxHistory > 0 { items += history.omitted(showing: maxHistory) + history.suffix(maxHistory) }
        if [.running, .paused].contains(snapshot.status) { tools = history.openCalls }
        // What the last run said comes before how it ended.
        let end = snapshot.status != .running && items.last?.isEndOfRun == true ? items.popLast() : nil
        attach(to: snapshot, after: history.items)
        if let end { items.append(end) }
    }

    /// Another Worker greets: nothing more will come from this one.
    private mutating func giveUp() {
        closeBlocks()
        _ = tools.abandon()
        if let summary = run.cut() { items.append(.runEnd(summary)) }
        run.abandon()
    }

    /// A later snapshot repeats what was shown, but may have more of a streaming block.
    mutating func resume(_ snapshot: Snapshot) {
        // On the events API a later snapshot says nothing about the Worker.
        if snapshot.greeting.isPlaceholder { return }
        let blocks = snapshot.inFlight.blocks
        let isRunning = snapshot.status == .running
        // The block we know is the last one that matches; those before it are known, too.
        let known = blocks.lastIndex { text.continuation(in: $0.shownText) != nil || text.isWhole($0.shownText) }
        if known == nil {
            closeText()
            text.isDone = true
        }
        for (index, block) in blocks.enumerated() {
            switch block {
            case .text(let whole, let isFinished)
            where index >= known ?? (isRunning ? 0 : blocks.count) && !whole.isEmpty:
                let more = index == known ? text.continuation(in: WireText(whole)) ?? "" : whole
                if index != known { closeText() }
                if !more.isEmpty { addText(WireText(more)) }
                if isFinished { closeText() }
            case .toolCall(let call) where tools.isStreaming(call.id): if call.state == .done { complete(call) }
            case .toolCall(let call) where isRunning && !tools.knows(call.id): attach(call)
            case .text, .thinking, .toolCall, .unknown: continue
            }
        }
        end(unless: blocks)
        take(snapshot.inFlight.commands)
        if run.hasEnded { endRun() }
    }

    /// Ends blocks that are not among these: they are no longer streaming.
    private mutating func end(unless blocks: [InFlightBlock]) {
        let isThinking = blocks.contains { if case .thinking(_, isFinished: false) = $0 { true } else { false } }
        if !isThinking {
            closeThinking()
            thinking = Thinking()
        }
        let calls = blocks.compactMap { if case .toolCall(let call) = $0 { call.id } else { nil } }
        for call in tools.completeStreaming(except: Set(calls)) {
            interruptBlocks()
            items.append(.call(call))
        }
    }

    /// Takes over the streaming blocks.
    ///
    /// Leftovers of a finished run may have been committed long ago.
    mutating func attach(to snapshot: Snapshot, after history: [Item]) {
        for block in snapshot.inFlight.blocks {
            switch block {
            case .text(let text, let isFinished):
                let isStale = snapshot.status != .running && history.contains { $0.repeats(text) }
                if isStale || text.isEmpty || isVerbatim && snapshot.status != .running { continue }
                closeText()
                addText(WireText(text))
                if isFinished || snapshot.status != .running { closeText() }
            case .thinking(let text, let isFinished):
                addThinking(WireText(text))
                if isFinished || snapshot.status != .running { closeThinking() }
            case .toolCall(let call): if snapshot.status == .running { attach(call) }
            case .unknown: continue
            }
        }
        if snapshot.status != .running { closeBlocks() }
        take(snapshot.inFlight.commands)
    }

    private mutating func attach(_ call: InFlightToolCall) {
        interruptBlocks()
        tools.start(id: call.id, name: call.name)
        tools.append(call.args, to: call.id)
        if call.state == .done { complete(call) }
    }

    private mutating func complete(_ call: InFlightToolCall) {
        let done = ToolCallDone(id: call.id, name: call.name, arguments: WireText(call.args))
        if let call = tools.complete(done, at: nil) { items.append(.call(call)) }
    }
}

extension Greeting {
    /// Whether the Backend knows only that the Worker exists.
    fileprivate var isPlaceholder: Bool { ["worker-runtime", "backend-runtime-api"].contains(provider) }
}

extension InFlightBlock {
    /// The text of a text block; empty for any other.
    fileprivate var shownText: WireText {
        if case .text(let text, _) = self { return WireText(text) }
        return WireText("")
    }
}
