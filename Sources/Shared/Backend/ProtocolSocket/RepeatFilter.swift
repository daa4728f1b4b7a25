/// Recognizes live events that a later snapshot already contains: the Backend may send them again right after it.
///
/// They are recognized by content: for each kind of event, repeats are the end of what the snapshot contains. So events
/// are held for a moment, until they say something else or the time is over.
struct RepeatFilter: Sendable {
    let deadline: Instant
    /// Held messages, in order.
    private(set) var held: [[UInt8]] = []
    /// How many of them, from the first on, are known to be repeats.
    private(set) var repeats = 0

    private var text = KnownText()
    private var thought = KnownText()
    private var calls: [(id: TextHash, said: KnownText)] = []
    private var results: [TextHash] = []
    private var systemItems: [TextHash] = []
    private var userMessage: TextHash?
    private var segment: UInt64?
    private var end: End?
    private var heldBytes = 0
}

extension RepeatFilter {
    /// Repeats come within about ten milliseconds.
    private static let time = Duration.milliseconds(50)
    /// How much is held at most, in bytes.
    private static let limit = 1 << 20

    /// The end of a text, and how much of it was sent again.
    fileprivate struct KnownText: Sendable {
        var tail: [UInt8] = []
        /// Whether its last block has not ended.
        var isOpen = false
        var isThere = false
        /// Where in `tail` the repeated text can have begun; nil before any came.
        var starts: [Int]?
        /// How many bytes came again.
        var count = 0
        /// Whether what came again is the end of `tail`.
        var isEnd: Bool { starts?.contains { $0 + count == tail.count } ?? true }
    }

    /// How the log's last run ended.
    private enum End: Sendable {
        case completed(String), errored(String, isPaused: Bool)
    }

    private enum Verdict { case repeated, undecided, silent, new }
}

extension RepeatFilter {
    init(after snapshot: SnapshotOutline, in message: Bytes, now: Instant) {
        deadline = now + Self.time
        let entries = LogEntryOutline.all(snapshot.entries, in: message)
        segment = entries.first.map { LogPosition.segment($0.range, in: message) }
        for entry in entries.suffix(48) { learn(entry, snapshot, in: message) }
        let blocks = snapshot.status == .running ? InFlightBlockOutline.all(snapshot.inFlight, in: message) : []
        let stale = InFlightBlockOutline.stale(blocks, log: entries, in: message)
        for (index, block) in blocks.enumerated() where !stale.contains(index) {
            switch block.kind {
            case .text: text.learn(TextParts(block.content), isOpen: !block.isFinished, in: message)
            case .thinking: thought.learn(TextParts(block.content), isOpen: !block.isFinished, in: message)
            case .toolCall: learnCall(block.id, TextParts(block.content), isOpen: !block.isFinished, in: message)
            }
        }
    }

    private mutating func learn(_ entry: LogEntryOutline, _ snapshot: SnapshotOutline, in message: Bytes) {
        let item = entry.item(in: message)
        if entry.kind != .silent { end = nil }
        switch entry.kind {
        case .message: text.learn(TextParts(item: item, of: .message, in: message), isOpen: false, in: message)
        case .reasoning: thought.learn(TextParts(item: item, of: .reasoning, in: message), isOpen: false, in: message)
        case .toolCall: learnCall(message.text("call_id", of: item), TextParts([]), isOpen: false, in: message)
        case .toolResult:
            results.append(Self.result(message, item, id: "call_id", output: "content"))
        case .systemItem: systemItems.append(message.content(item))
        case .userInput: userMessage = message.content(message.member("segments", of: entry.range))
        case .runCompleted:
            if let result = message.text("result", of: entry.range) { end = .completed(message.string(result)) }
        case .runErrored:
            if let text = message.text("message", of: entry.range) {
                end = .errored(message.string(text), isPaused: snapshot.status == .paused)
            }
        case .invoke, .segmentStart, .silent: break
        }
    }

    private mutating func learnCall(_ id: Range<Int>?, _ arguments: TextParts, isOpen: Bool, in message: Bytes) {
        guard let id else { return }
        var said = KnownText()
        said.learn(arguments, isOpen: isOpen, in: message)
        calls.append((TextHash(message.extracting(id)), said))
    }

    private static func result(_ message: Bytes, _ item: Range<Int>?, id: StaticString, output: StaticString)
        -> TextHash
    {
        var hash = TextHash()
        for name in [id, "summary", output] {
            if let text = message.text(name, of: item) { hash.append(message.extracting(text)) }
        }
        return hash
    }
}

extension RepeatFilter.KnownText {
    private static let limit = 1 << 16

    mutating func learn(_ text: TextParts, isOpen: Bool, in message: Bytes) {
        isThere = true
        self.isOpen = isOpen
        for part in text.parts {
            // A long text may be cut in the middle of an escape, but only the tail counts.
            let bytes = message.extracting(part.suffix(Self.limit))
            bytes.unescape { tail.append($0) }
        }
        tail = Array(tail.suffix(Self.limit))
    }

    /// Takes a delta, and returns whether it continues what is known.
    mutating func takes(_ delta: Range<Int>?, in message: Bytes) -> Bool {
        guard let delta, isThere else { return false }
        var bytes: [UInt8] = []
        message.extracting(delta).unescape { bytes.append($0) }
        guard count + bytes.count <= tail.count else { return false }
        starts = (starts ?? Array(0...tail.count - bytes.count)).filter { start in
            let here = start + count
            return here + bytes.count <= tail.count && tail[here..<here + bytes.count].elementsEqual(bytes)
        }
        count += bytes.count
        return starts?.isEmpty == false
    }

    /// Takes the whole of a block at its end, and returns whether it is what is known.
    mutating func takes(whole: Range<Int>?, in message: Bytes) -> Bool {
        guard let whole, isThere, !isOpen else { return false }
        guard starts == nil else { return isEnd }
        return takes(whole, in: message) && isEnd
    }
}

extension RepeatFilter {
    /// Holds one more message.
    ///
    /// - Returns: whether it is known now which ones are repeats.
    mutating func hold(_ event: ProtocolMessage, _ message: Bytes) -> Bool {
        held.append(message.withUnsafeBufferPointer { Array($0) })
        heldBytes += message.count
        switch judge(event, message) {
        case .new: return true
        case .repeated where text.isEnd && thought.isEnd && calls.allSatisfy(\.said.isEnd): repeats = held.count
        case .repeated, .undecided, .silent: break
        }
        return heldBytes > Self.limit
    }

    private mutating func judge(_ event: ProtocolMessage, _ message: Bytes) -> Verdict {
        let isRepeated: Bool
        switch event.kind {
        case .textDelta: isRepeated = text.takes(event.delta, in: message)
        case .textDone: isRepeated = text.takes(whole: message.text("text", of: event.data), in: message)
        case .thinkingStart: isRepeated = thought.isOpen
        case .thinkingDelta: isRepeated = thought.takes(event.delta, in: message)
        case .thinkingDone: isRepeated = thought.takes(whole: message.text("text", of: event.data), in: message)
        case .toolCallStart, .toolCallArgsDelta, .toolCallDone: isRepeated = isRepeatedCall(event, message)
        case .toolResult:
            isRepeated = results.contains(Self.result(message, event.data, id: "id", output: "output"))
        case .userMessage: isRepeated = message.content(message.member("segments", of: event.data)) == userMessage
        case .systemItem: isRepeated = systemItems.contains(message.content(message.member("item", of: event.data)))
        case .segmentRotated:
            let entry = message.member("entry", of: event.data)
            isRepeated = entry.map { LogPosition.segment($0, in: message) == segment } ?? false
        case .runEnd, .error: isRepeated = isRepeatedEnd(event, message)
        case .rewindApplied, .snapshot, .shutdown: isRepeated = false
        case .invokeStart, .turnStart, .llmCallStart, .llmContinuation, .status, .internalWorker, .other:
            return .silent
        }
        return isRepeated ? .repeated : .new
    }

    private mutating func isRepeatedCall(_ event: ProtocolMessage, _ message: Bytes) -> Bool {
        guard let text = message.text("id", of: event.data) else { return false }
        let id = TextHash(message.extracting(text))
        guard let index = calls.lastIndex(where: { $0.id == id }) else { return false }
        switch event.kind {
        case .toolCallArgsDelta: return calls[index].said.takes(message.text("json", of: event.data), in: message)
        case .toolCallDone: return !calls[index].said.isOpen
        default: return true
        }
    }

    private func isRepeatedEnd(_ event: ProtocolMessage, _ message: Bytes) -> Bool {
        let word = message.text(event.kind == .runEnd ? "result" : "message", of: event.data).map { message.string($0) }
        return switch end {
        case .completed(let result): event.kind == .runEnd && word == result
        case .errored(let text, let isPaused): event.kind == .error ? word == text : isPaused && word == "paused"
        case nil: false
        }
    }
}
