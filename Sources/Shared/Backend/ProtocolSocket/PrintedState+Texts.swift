extension PrintedState {
    /// Whether an item of a segment's history was printed, as far as can be known.
    func holds(_ entry: LogEntryOutline, in message: Bytes) -> Bool {
        switch entry.kind {
        case .toolCall, .toolResult:
            let id = entry.callID(in: message)
            let kind: PrintedItem.Kind = entry.kind == .toolCall ? .toolCall : .toolResult
            return items.all.contains { $0.kind == kind && $0.content == id }
        case .message, .reasoning:
            let text = TextParts(item: entry.range, of: entry.kind, in: message).hash(in: message)
            guard text.count > 0 else { return false }
            return entry.kind == .message
                ? joinedTexts(text, amongAll: true) != nil
                : items.all.contains { $0.kind == .thought && $0.content == text }
        default: return false
        }
    }

    /// Finds consecutive texts that, joined, are `text`; the index of the last one.
    ///
    /// - Parameter amongAll: also those that are in the log already.
    func joinedTexts(_ text: TextHash, amongAll: Bool = false) -> Int? {
        let texts = items.all.indices.filter {
            items.all[$0].kind == .text && (amongAll || !items.all[$0].isCommitted)
        }
        for first in texts.indices {
            var joined = TextHash()
            for index in texts[first...] {
                joined = joined.joined(to: items.all[index].content)
                if joined == text { return index }
                if joined.count >= text.count { break }
            }
        }
        return nil
    }

    /// If a message begins with what was printed last: its last block, as far as printed, whole, and what is missing.
    func unfinished(
        _ message: TextParts, in bytes: Bytes
    ) -> (known: TextParts, block: TextParts, rest: TextParts)? {
        let blocks = items.openIndices(.text).suffix(8)
        for first in blocks.indices + [blocks.endIndex] {
            var before = TextHash()
            for index in blocks[first...] { before = before.joined(to: items.all[index].content) }
            guard text != nil || before.count > 0, let (_, block) = message.split(after: before, in: bytes) else {
                continue
            }
            guard let text else { return (TextParts([]), block, block) }
            guard let (known, rest) = block.split(after: text, in: bytes) else { continue }
            return (known, block, rest)
        }
        return nil
    }
}
