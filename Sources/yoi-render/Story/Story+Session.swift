internal import Shared

extension Story {
    /// Items of the history that are shown when we come into the middle of it.
    private static let mostPast = 20

    mutating func endRun() {
        closeBlocks()
        guard let summary = run.takeEnd() else { return }
        // What a pause leaves open runs when the run is resumed.
        if summary.ending != .result(.paused) { abandonCalls() }
        lastError = nil
        items.append(.runEnd(summary))
    }

    mutating func takeError(_ error: WorkerError) {
        if error.isRefusal { return items.append(.notice(Notice(error))) }
        closeBlocks()
        if let summary = run.takeEnd() {
            abandonCalls()
            items.append(.runEnd(summary))
            return
        }
        // An error inside the stream comes twice, the second time inside more words.
        let words = lastError.map { $0.code == error.code && !$0.message.isEmpty ? $0.message : nil } ?? nil
        lastError = error
        var notice = Notice(error)
        if let words, error.message.hasSuffix(words) {
            notice.text = error.message.dropLast(words.count).trimmed
            if notice.text.isEmpty { return }
            notice.text += " as above"
        }
        items.append(.notice(notice))
    }

    mutating func takeRotation(_ rotation: SegmentRotated) {
        let isExpected = isCompacting
        isCompacting = false
        guard case .segmentStart(let start) = rotation.entry else { return }
        if let origin = start.forkedFrom {
            items.append(.notice(Notice(.info, "forked", "from segment \(Numbers.shortID(origin.segmentID))")))
        } else if let origin = start.compactedFrom, !isExpected {
            items.append(.notice(Notice(.info, "compacted", "from segment \(Numbers.shortID(origin.segmentID))")))
        }
    }

    mutating func takeRewind(_ rewind: RewindApplied) {
        closeBlocks()
        _ = tools.abandon()
        run.reset()
        items.append(.notice(Notice(rewind)))
    }

    mutating func takeSnapshot(_ snapshot: Snapshot) {
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
    mutating func resume(_ snapshot: Snapshot) {
        guard snapshot.status == .running, case .text(let block)? = snapshot.inFlight.blocks.last,
            block.isFinished != true
        else { return }
        let more = String(decoding: block.text.utf8.dropFirst(textLength), as: UTF8.self)
        if !more.isEmpty { addText(WireText(more)) }
    }

    /// Takes over what is streaming.
    ///
    /// What is left of a run that is over may have been committed long ago.
    mutating func attach(to snapshot: Snapshot, after past: [Item]) {
        for block in snapshot.inFlight.blocks {
            switch block {
            case .text(let text):
                let isStale = snapshot.status != .running && past.contains { $0.repeats(text.text) }
                if isStale || text.text.isEmpty { continue }
                closeText()
                addText(WireText(text.text))
                if text.isFinished == true || snapshot.status != .running { closeText() }
            case .thinking(let thinking):
                addThinking(WireText(thinking.text))
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
