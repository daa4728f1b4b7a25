/// A block of a snapshot's `in_flight`, as positions in the message.
struct InFlightBlockOutline: Sendable {
    let kind: Kind
    /// The contents of the text, or of a call's arguments.
    let content: Range<Int>?
    let isFinished: Bool
    /// Of a call.
    let id: Range<Int>?
    let name: Range<Int>?

    enum Kind: Sendable { case text, thinking, toolCall }

    /// - Returns: `nil` for a kind that is not known.
    init?(_ block: Range<Int>, in message: Bytes) {
        let word = message.text("kind", of: block)
        if message.contents(word, are: "text") {
            kind = .text
        } else if message.contents(word, are: "thinking") {
            kind = .thinking
        } else if message.contents(word, are: "tool_call") {
            kind = .toolCall
        } else {
            return nil
        }
        content = message.text(kind == .toolCall ? "args" : "text", of: block)
        id = message.text("id", of: block)
        name = message.text("name", of: block)
        let finished = message.member("finished", of: block)
        isFinished =
            kind == .toolCall
            ? message.contents(message.text("state", of: block), are: "done")
            : finished.map { message.starts(with: "true", at: $0.lowerBound) } ?? false
    }
}

extension InFlightBlockOutline {
    static func all(_ inFlight: Range<Int>?, in message: Bytes) -> [InFlightBlockOutline] {
        var all: [InFlightBlockOutline] = []
        guard let blocks = message.member("blocks", of: inFlight) else { return all }
        message.forEachElement(of: blocks) { range in
            if let block = InFlightBlockOutline(range, in: message) { all.append(block) }
        }
        return all
    }

    /// The indices of texts that are still in flight although their message is in the log.
    ///
    /// Only those that can be recognized: several texts that together are a message, or the end of a message that began
    /// with the text of a failed request.
    static func stale(_ blocks: [InFlightBlockOutline], log: [LogEntryOutline], in message: Bytes) -> Set<Int> {
        let texts = blocks.indices.filter { blocks[$0].kind == .text && blocks[$0].isFinished }
        guard !texts.isEmpty else { return [] }
        let hashes = texts.map { TextParts(blocks[$0].content).hash(in: message) }
        var stale: Set<Int> = []
        var first = 0
        let run = log.lastIndex { $0.kind == .invoke } ?? 0
        for entry in log.dropFirst(run) where entry.kind == .message && first < texts.count {
            let text = TextParts(item: entry.item(in: message), of: .message, in: message)
            let whole = text.hash(in: message)
            var joined = TextHash()
            for last in first..<texts.count {
                joined = joined.joined(to: hashes[last])
                guard joined.count < whole.count || joined == whole && last > first,
                    text.hash(first: whole.count - joined.count, in: message).joined(to: joined) == whole
                else { continue }
                stale.formUnion(texts[first...last])
                first = last + 1
                break
            }
        }
        return stale
    }
}
