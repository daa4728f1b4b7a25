/// A text, as positions of the JSON strings that make it up: a logged message can have several parts.
struct TextParts: Hashable, Sendable {
    private(set) var parts: [Range<Int>]

    init(_ parts: [Range<Int>]) { self.parts = parts }

    init(_ part: Range<Int>?) { parts = part.map { [$0] } ?? [] }

    var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }

    func hash(in message: Bytes) -> TextHash {
        var hash = TextHash()
        for part in parts { hash.append(message.extracting(part)) }
        return hash
    }

    /// The hash of the first bytes.
    func hash(first count: Int, in message: Bytes) -> TextHash {
        var (left, hash) = (count, TextHash())
        for part in parts {
            message.extracting(part).unescape { byte in
                guard left > 0 else { return }
                hash.append(byte)
                left -= 1
            }
        }
        return hash
    }

    /// The beginning that has this hash, and the rest; nil if the text does not begin like that.
    func split(after beginning: TextHash, in message: Bytes) -> (beginning: TextParts, rest: TextParts)? {
        var before = TextHash()
        for (index, part) in parts.enumerated() {
            if let end = beginning.end(in: message.extracting(part), after: before) {
                let cut = part.lowerBound + end
                return (
                    TextParts(parts[..<index] + [part.lowerBound..<cut]),
                    TextParts([cut..<part.upperBound] + parts[(index + 1)...])
                )
            }
            before.append(message.extracting(part))
        }
        return beginning.count == 0 ? (TextParts([]), self) : nil
    }
}

extension TextParts {
    /// The text of a logged message or thought.
    init(item: Range<Int>, of kind: LogEntryOutline.Kind, in message: Bytes) {
        var parts: [Range<Int>] = []
        switch kind {
        case .message:
            guard let content = message.member("content", of: item) else { break }
            message.forEachElement(of: content) { part in
                if let text = message.text("text", of: part) { parts.append(text) }
            }
        case .reasoning:
            if let text = message.text("text", of: item) { parts.append(text) }
            guard parts.allSatisfy(\.isEmpty), let summary = message.member("summary", of: item) else { break }
            message.forEachElement(of: summary) { part in if let text = message.text(part) { parts.append(text) } }
        default: break
        }
        self.parts = parts
    }
}
