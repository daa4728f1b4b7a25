/// How a later snapshot's log of the same segment relates to what has been printed.
struct LogComparison {
    /// The first entry that may not have been printed.
    let start: Int
    /// The entry before which the log was cut; nil if it was not.
    let rewind: Int?

    /// - Returns: nil if the log does not continue what was printed.
    init?(of entries: [LogEntryOutline], with printed: PrintedState, in message: Bytes) {
        let known = printed.position.known(entries, in: message)
        if known < printed.position.count, !printed.run.isRolledBack {
            (start, rewind) = (known, known)
        } else {
            guard let end = printed.items.endOfForgotten(in: entries, from: known, in: message) else { return nil }
            (start, rewind) = (end, printed.items.firstChange(in: entries, from: end, in: message))
        }
    }
}

extension PrintedHistory {
    /// Steps over the entries for forgotten items, of which only the number is known.
    ///
    /// - Returns: nil if what was printed after them is not in the log.
    fileprivate func endOfForgotten(in entries: [LogEntryOutline], from known: Int, in message: Bytes) -> Int? {
        guard forgotten > 0, let landmark = all.first(where: { $0.kind.isLandmark && !$0.isCommitted }) else {
            return known
        }
        var (passed, end) = (0, known)
        for index in known..<entries.count {
            guard let found = PrintedItem(landmark: entries[index], in: message) else { continue }
            if passed >= forgotten, found == landmark { return end }
            passed += 1
            end = index + 1
        }
        return nil
    }

    /// A printed user message that is not in the log was taken back.
    ///
    /// - Returns: the entry before which the log was cut; nil if it was not.
    fileprivate func firstChange(in entries: [LogEntryOutline], from start: Int, in message: Bytes) -> Int? {
        var expected = openIndices(.userMessage)[...]
        guard !expected.isEmpty else { return nil }
        var firstNew: Int?
        for index in start..<entries.count where entries[index].kind == .userInput {
            let content = message.content(message.member("segments", of: entries[index].range))
            if let found = expected.first, all[found].content == content {
                expected.removeFirst()
            } else if firstNew == nil {
                firstNew = index
            }
        }
        guard !expected.isEmpty else { return nil }
        guard var cut = firstNew else { return entries.count }
        while cut > start, [.invoke, .systemItem, .userInput].contains(entries[cut - 1].kind) { cut -= 1 }
        return cut
    }
}

extension PrintedItem {
    /// What is printed for a log entry that is printed once, in the order of the log; nil for other entries.
    fileprivate init?(landmark entry: LogEntryOutline, in message: Bytes) {
        switch entry.kind {
        case .invoke: self.init(kind: .invoke, content: message.content(message.member("trigger", of: entry.range)))
        case .userInput:
            self.init(kind: .userMessage, content: message.content(message.member("segments", of: entry.range)))
        case .systemItem: self.init(kind: .systemItem, content: message.content(entry.item(in: message)))
        case .toolResult where !entry.isInterruptedResult(in: message):
            self.init(kind: .toolResult, content: entry.callID(in: message))
        default: return nil
        }
    }
}
