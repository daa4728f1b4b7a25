extension PrintedState {
    /// The state after a first snapshot was printed.
    init(_ snapshot: SnapshotOutline, in message: Bytes) {
        let entries = LogEntryOutline.all(snapshot.entries, in: message)
        position = LogPosition(entries, in: message)
        for entry in entries.suffix(PrintedHistory.past) { remember(entry, in: message) }
        run.status = snapshot.status
        run.isOpen = snapshot.status == .running
        let lastBeginning = entries.lastIndex { $0.kind == .invoke }
        let afterwards = lastBeginning.map { entries[$0...] } ?? []
        run.hasBeginning = lastBeginning != nil && !afterwards.contains { $0.endsRun(in: message) }
        run.hasOutput = afterwards.contains { [.message, .reasoning, .toolCall].contains($0.kind) }
        guard run.isOpen else { return }
        if let user = afterwards.last(where: { $0.kind == .userInput }) {
            run.userMessage = message.content(message.member("segments", of: user.range))
        }
        let blocks = InFlightBlockOutline.all(snapshot.inFlight, in: message)
        let stale = InFlightBlockOutline.stale(blocks, log: entries, in: message)
        for (index, block) in blocks.enumerated() where !stale.contains(index) { remember(block, in: message) }
    }

    private mutating func remember(_ entry: LogEntryOutline, in message: Bytes) {
        let item = entry.item(in: message)
        switch entry.kind {
        case .message, .reasoning:
            let hash = TextParts(item: item, of: entry.kind, in: message).hash(in: message)
            items.append(entry.kind == .message ? .text : .thought, hash, isCommitted: true)
        case .toolCall, .toolResult:
            guard let id = message.text("call_id", of: item) else { return }
            let kind: PrintedItem.Kind = entry.kind == .toolCall ? .toolCall : .toolResult
            items.append(kind, TextHash(message.extracting(id)), isCommitted: true)
        default: break
        }
    }

    /// A later snapshot's line was printed: blocks that its `in_flight` does not contain have ended.
    mutating func noteLine(of snapshot: SnapshotOutline, in message: Bytes) {
        endBlocks()
        for block in InFlightBlockOutline.all(snapshot.inFlight, in: message) { remember(block, in: message) }
    }

    private mutating func remember(_ block: InFlightBlockOutline, in message: Bytes) {
        run.hasOutput = true
        let hash = TextParts(block.content).hash(in: message)
        switch block.kind {
        case .text where block.isFinished: items.append(.text, hash)
        case .text: text = hash
        case .thinking where block.isFinished: items.append(.thought, hash)
        case .thinking: thought = hash
        case .toolCall:
            guard let id = block.id.map({ TextHash(message.extracting($0)) }) else { return }
            if block.isFinished { items.append(.toolCall, id) } else { calls.append(.init(id: id, arguments: hash)) }
        }
    }
}
