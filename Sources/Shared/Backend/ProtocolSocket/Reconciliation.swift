/// Compares a later snapshot with what has been printed: what to print now, and the state after that.
struct Reconciliation {
    private(set) var printed: PrintedState
    private(set) var steps: [ResumeStep] = []
    /// The open blocks that continue, as far as printed.
    private(set) var continuing = ContinuingBlocks()
    /// A run has begun, and nothing shows that it goes on or how it ended.
    private(set) var mayBeLost = false

    private let snapshot: SnapshotOutline
    private var entries: [LogEntryOutline] = []
    /// The end of a run was printed without the status that follows it.
    private var lacksStatus = false

    init(_ printed: PrintedState, with snapshot: SnapshotOutline, in message: Bytes) {
        self.printed = printed
        self.snapshot = snapshot
        entries = LogEntryOutline.all(snapshot.entries, in: message)
        readLog(message)
        readBlocks(message)
        conclude(message)
    }
}

// MARK: - The log

extension Reconciliation {
    private mutating func readLog(_ message: Bytes) {
        guard let first = entries.first else { return readEmptyLog() }
        let segment = LogPosition.segment(first.range, in: message)
        var start = 0
        var rewind: Int?
        if segment == printed.position.segment {
            if let comparison = LogComparison(of: entries, with: printed, in: message) {
                (start, rewind) = (comparison.start, comparison.rewind)
            } else {
                steps.append(.own(.gap, "The Worker's log differs from what was printed: events may be missing"))
                (printed.items, start) = (PrintedHistory(), entries.count)
            }
        } else {
            rotate(to: first, in: message)
            start = 1
        }
        for index in start..<entries.count {
            if index == rewind { takeBack(to: index) }
            read(entries[index], next: index + 1, in: message)
        }
        if rewind == entries.count { takeBack(to: entries.count) }
        printed.position = LogPosition(entries, in: message)
    }

    private mutating func readEmptyLog() {
        guard printed.position.count > 0 else { return }
        steps.append(.own(.gap, "The Worker's log is empty now: what became of the last run is not known"))
        (printed.position, printed.items) = (LogPosition(), PrintedHistory())
    }

    /// The log was cut: the last run was rolled back before it had output, or the Worker was rewound.
    private mutating func takeBack(to count: Int) {
        if printed.run.isOpen, !printed.run.hasOutput {
            steps.append(.runEndWord(.rolledBack))
            lacksStatus = true
        } else {
            let kept = entries[..<count]
            let range = kept.first.flatMap { first in kept.last.map { first.range.lowerBound..<$0.range.upperBound } }
            let discarded = max(printed.position.count - count, 0)
            steps.append(.rewindApplied(kept: range, count: count, discarded: discarded))
            lacksStatus = true
        }
        printed.items.commitAll()
        printed.end()
    }

    /// There is another segment: the first run began, or a compaction took place.
    private mutating func rotate(to first: LogEntryOutline, in message: Bytes) {
        let isFirst = message.member("compacted_from", of: first.range) == nil && printed.position.segment == nil
        if !isFirst { readHistory(of: first, in: message) }
        steps.append(.segmentRotated(entry: first.range))
        guard !isFirst else { return }
        printed.items.commitSegment()
        guard printed.run.isOpen, !goesOn(from: 1, in: message) else { return }
        // Its end was in the segment that is gone.
        printed.end()
        lacksStatus = true
    }

    /// What a compaction kept of the previous segment: prints what has not been printed; anything before it is lost.
    private mutating func readHistory(of first: LogEntryOutline, in message: Bytes) {
        var kept: [LogEntryOutline] = []
        if let history = message.member("history", of: first.range) {
            message.forEachElement(of: history) { item in
                if let entry = LogEntryOutline(historyItem: item, in: message) { kept.append(entry) }
            }
        }
        kept.removeAll { entry in
            let id = message.text("call_id", of: entry.range)
            return message.contents(id, are: "compact-tasklist")
        }
        let last = kept.lastIndex { printed.holds($0, in: message) }
        let new = last.map { kept[($0 + 1)...] } ?? kept[...]
        if last == nil || !new.isEmpty || printed.run.isOpen && !goesOn(from: 1, in: message) {
            steps.append(.own(.gap, "The Worker's log was compacted meanwhile: events may be missing here"))
        }
        for entry in new { read(entry, next: nil, in: message) }
    }
}

// MARK: - One entry

extension Reconciliation {
    private mutating func read(_ entry: LogEntryOutline, next: Int?, in message: Bytes) {
        switch entry.kind {
        case .invoke: readInvoke(entry, next: next, in: message)
        case .userInput:
            guard let segments = message.member("segments", of: entry.range) else { return }
            let content = message.content(segments)
            guard !found(.userMessage, content) else { return }
            beginRun()
            (printed.run.hasBeginning, printed.run.userMessage) = (true, content)
            steps.append(.userMessage(segments: segments))
        case .systemItem:
            let item = entry.item(in: message)
            if !found(.systemItem, message.content(item)) { steps.append(.systemItem(item)) }
        case .message: readMessage(entry, in: message)
        case .reasoning: readReasoning(entry, in: message)
        case .toolCall: readCall(entry, in: message)
        case .toolResult:
            let item = entry.item(in: message)
            if !found(.toolResult, entry.callID(in: message)) { steps.append(.toolResult(item: item)) }
        case .runCompleted: if entry.endsRun(in: message) { readCompleted(entry, in: message) }
        case .runErrored: readErrored(entry, next: next, in: message)
        case .segmentStart, .silent: break
        }
    }

    /// Whether it was printed. Either way it is noted as being in the log.
    private mutating func found(_ kind: PrintedItem.Kind, _ content: TextHash) -> Bool {
        if let index = printed.items.firstOpen(kind, content) {
            printed.items.commit(index)
            return true
        }
        printed.items.append(kind, content, isCommitted: true)
        return false
    }

    private mutating func readInvoke(_ entry: LogEntryOutline, next: Int?, in message: Bytes) {
        let content = message.content(message.member("trigger", of: entry.range))
        guard !found(.invoke, content), !isPrinted(next, in: message) else { return }
        if printed.run.isOpen, printed.run.hasBeginning { loseRun() }
        beginRun()
        printed.run.hasBeginning = true
    }

    /// Whether what follows in the log was printed and has not been found there yet: the beginning of a run that was
    /// printed from a snapshot had no `invoke_start`.
    private func isPrinted(_ next: Int?, in message: Bytes) -> Bool {
        guard let entry = next.flatMap({ entries[$0...].first { $0.kind != .silent } }) else { return false }
        switch entry.kind {
        case .userInput:
            let content = message.content(message.member("segments", of: entry.range))
            return printed.items.firstOpen(.userMessage, content) != nil
        case .systemItem: return printed.items.firstOpen(.systemItem, message.content(entry.item(in: message))) != nil
        default: return false
        }
    }

    /// Another run begins in the log before this one has ended, so its end was never written.
    private mutating func loseRun() {
        steps.append(.own(.runLost, PrintedRun.lost))
        lacksStatus = true
        printed.end()
    }

    private mutating func beginRun() {
        if lacksStatus { say(.idle) }
        if !printed.run.isOpen { say(.running) }
        printed.begin()
    }

    private mutating func say(_ status: WorkerStatus) {
        // After an end it is always said: `error` and `status` together end a run.
        guard printed.run.status != status || lacksStatus else { return }
        lacksStatus = false
        printed.run.status = status
        steps.append(.status(status))
    }

    private mutating func readCompleted(_ entry: LogEntryOutline, in message: Bytes) {
        guard let result = message.text("result", of: entry.range) else { return }
        if let index = printed.items.firstOpen(.completed) { return printed.items.commit(index) }
        steps.append(.runEnd(result))
        printed.end()
        printed.run.userMessage = nil
        lacksStatus = true
    }

    private mutating func readErrored(_ entry: LogEntryOutline, next: Int?, in message: Bytes) {
        if let index = printed.items.firstOpen(.errored) { return printed.items.commit(index) }
        guard let text = message.text("message", of: entry.range) else { return }
        let isResumed = next.map { goesOn(from: $0, in: message) } ?? false
        let isPaused =
            message.contents(text, are: "Cancelled") && (isResumed || isLast(next) && snapshot.status == .paused)
        if isPaused {
            steps.append(.runEndWord(.paused))
            printed.end()
            say(.paused)
            if isResumed { beginRun() }
        } else {
            if printed.run.error != TextHash(message.extracting(text)) { steps.append(.error(message: text)) }
            printed.end()
            printed.run.userMessage = nil
            lacksStatus = true
        }
    }

    private func isLast(_ next: Int?) -> Bool {
        next.map { entries[$0...].allSatisfy { $0.kind == .silent } } ?? true
    }

    /// Whether the entries from there on continue the interrupted run.
    private func goesOn(from next: Int, in message: Bytes) -> Bool {
        guard let entry = entries[next...].first(where: { $0.kind != .silent }) else {
            return snapshot.status == .running
        }
        switch entry.kind {
        case .invoke, .userInput, .segmentStart: return false
        case .toolResult: return !entry.isInterruptedResult(in: message)
        case .systemItem:
            return !message.contents(message.text("kind", of: entry.item(in: message)), are: "interrupt")
        default: return true
        }
    }
}

// MARK: - Texts and calls

extension Reconciliation {
    private mutating func readMessage(_ entry: LogEntryOutline, in message: Bytes) {
        let text = TextParts(item: entry.item(in: message), of: .message, in: message)
        let hash = text.hash(in: message)
        guard hash.count > 0 else { return }
        if let found = printed.joinedTexts(hash) {
            for index in printed.items.openIndices(.text) where index <= found { printed.items.commit(index) }
            return
        }
        printed.run.hasOutput = true
        guard let (known, block, rest) = printed.unfinished(text, in: message) else {
            printed.text = nil
            steps += [.textDelta(text), .textDone(text)]
            return printed.items.append(.text, hash, isCommitted: true)
        }
        if printed.text != nil { continuing.text = known }
        if !rest.isEmpty { steps.append(.textDelta(rest)) }
        if printed.text != nil || !rest.isEmpty { steps.append(.textDone(block)) }
        printed.text = nil
        for index in printed.items.openIndices(.text) { printed.items.commit(index) }
        printed.items.append(.text, block.hash(in: message), isCommitted: true)
    }

    private mutating func readReasoning(_ entry: LogEntryOutline, in message: Bytes) {
        let text = TextParts(item: entry.item(in: message), of: .reasoning, in: message)
        let hash = text.hash(in: message)
        if let index = printed.items.firstOpen(.thought, hash) { return printed.items.commit(index) }
        printed.run.hasOutput = true
        think(text, after: printed.thought, in: message)
        steps.append(.thinkingDone(text))
        printed.thought = nil
        printed.items.append(.thought, hash, isCommitted: true)
    }

    /// Prints a thought, as far as it was not printed yet.
    private mutating func think(_ text: TextParts, after open: TextHash?, in message: Bytes) {
        if let open, let (known, rest) = text.split(after: open, in: message) {
            continuing.thought = known
            if !rest.isEmpty { steps.append(.thinkingDelta(rest)) }
        } else {
            steps.append(.thinkingStart)
            if !text.isEmpty { steps.append(.thinkingDelta(text)) }
        }
    }

    private mutating func readCall(_ entry: LogEntryOutline, in message: Bytes) {
        let item = entry.item(in: message)
        let id = entry.callID(in: message)
        guard !found(.toolCall, id), let idText = message.text("call_id", of: item),
            let name = message.text("name", of: item)
        else { return }
        printed.run.hasOutput = true
        if printed.calls.contains(where: { $0.id == id }) {
            // The log writes arguments differently than they were streamed, so how much was printed cannot be said.
            continuing.calls.append(.init(id: idText, name: name, arguments: TextParts([])))
            printed.calls.removeAll { $0.id == id }
        }
        steps.append(.toolCallDone(id: idText, name: name, arguments: message.text("arguments", of: item)))
    }
}

// MARK: - What is in flight

extension Reconciliation {
    private mutating func readBlocks(_ message: Bytes) {
        let (text, thought, calls) = (printed.text, printed.thought, printed.calls)
        (printed.text, printed.thought, printed.calls) = (nil, nil, [])
        guard snapshot.status == .running else { return }
        let blocks = InFlightBlockOutline.all(snapshot.inFlight, in: message)
        let stale = InFlightBlockOutline.stale(blocks, log: entries, in: message)
        var (openText, openThought) = (text, thought)
        var seen = -1
        for (index, block) in blocks.enumerated() where !stale.contains(index) {
            printed.run.hasOutput = true
            switch block.kind {
            case .text: readText(block, &openText, &seen, in: message)
            case .thinking: readThinking(block, &openThought, in: message)
            case .toolCall: readCall(block, calls, in: message)
            }
        }
    }

    private mutating func readText(
        _ block: InFlightBlockOutline, _ open: inout TextHash?, _ seen: inout Int, in message: Bytes
    ) {
        let text = TextParts(block.content)
        let hash = text.hash(in: message)
        if block.isFinished {
            let known = printed.items.openIndices(.text).first { $0 > seen && printed.items.all[$0].content == hash }
            if let known { return seen = known }
        }
        if let begun = open, let (known, rest) = text.split(after: begun, in: message) {
            continuing.text = known
            if !rest.isEmpty { steps.append(.textDelta(rest)) }
        } else {
            steps.append(.textDelta(text))
        }
        open = nil
        if block.isFinished {
            steps.append(.textDone(text))
            printed.items.append(.text, hash)
            seen = printed.items.all.count - 1
        } else {
            printed.text = hash
        }
    }

    private mutating func readThinking(_ block: InFlightBlockOutline, _ open: inout TextHash?, in message: Bytes) {
        let text = TextParts(block.content)
        let hash = text.hash(in: message)
        if block.isFinished, printed.items.firstOpen(.thought, hash) != nil { return }
        think(text, after: open, in: message)
        open = nil
        if block.isFinished {
            steps.append(.thinkingDone(text))
            printed.items.append(.thought, hash)
        } else {
            printed.thought = hash
        }
    }

    private mutating func readCall(
        _ block: InFlightBlockOutline, _ open: [PrintedState.OpenCall], in message: Bytes
    ) {
        guard let idText = block.id, let name = block.name else { return }
        let id = TextHash(message.extracting(idText))
        guard printed.items.firstOpen(.toolCall, id) == nil else { return }
        let arguments = TextParts(block.content)
        if let begun = open.last(where: { $0.id == id }),
            let (known, rest) = arguments.split(after: begun.arguments, in: message)
        {
            continuing.calls.append(.init(id: idText, name: name, arguments: known))
            if !rest.isEmpty { steps.append(.toolCallArgsDelta(id: idText, rest)) }
        } else {
            steps.append(.toolCallStart(id: idText, name: name))
            if !arguments.isEmpty { steps.append(.toolCallArgsDelta(id: idText, arguments)) }
        }
        if block.isFinished {
            let isJSON = block.content.map { (try? JSON(message.string($0))) != nil } ?? false
            steps.append(.toolCallDone(id: idText, name: name, arguments: isJSON ? block.content : nil))
            printed.items.append(.toolCall, id)
        } else {
            printed.calls.append(.init(id: id, arguments: arguments.hash(in: message)))
        }
    }
}

// MARK: - The end

extension Reconciliation {
    private mutating func conclude(_ message: Bytes) {
        printed.run.isRolledBack = false
        if snapshot.status == .running {
            // After an end, `running` may be late: the status that follows the end is still to come.
            if !lacksStatus {
                say(.running)
                printed.begin()
            }
        } else if printed.run.isOpen, snapshot.status == .idle {
            mayBeLost = true
        } else {
            printed.end()
            say(snapshot.status)
        }
        printed.items.settle()
    }
}
