/// What has been printed of a Worker: how much of its log, what came after it, and what is still open.
///
/// Texts are kept as hashes, so its size does not depend on their length.
struct PrintedState: Hashable, Sendable {
    var position = LogPosition()
    var items = PrintedHistory()
    /// The text and the thought that have begun and not ended, as far as printed.
    var text: TextHash?
    var thought: TextHash?
    /// Calls that have begun and not ended, as far as printed.
    var calls: [OpenCall] = []
    var run = PrintedRun()

    struct OpenCall: Hashable, Sendable {
        let id: TextHash
        var arguments = TextHash()
    }
}

/// What has been printed of the Worker's last run.
struct PrintedRun: Hashable, Sendable {
    /// The last status.
    var status: WorkerStatus?
    /// It has begun and not ended.
    var isOpen = false
    /// What began it has been printed, not only that it runs.
    var hasBeginning = false
    /// The model has said or called something, so the run can no longer be rolled back.
    var hasOutput = false
    /// An error that ended it, if the status confirms that.
    var error: TextHash?
    /// It was rolled back: the log may be shorter than it was.
    var isRolledBack = false
    /// The user message that began it, which after a POST is sent twice.
    var userMessage: TextHash?

    /// What is reported of one that will not end.
    static let lost = "The run ended without an event: the Worker's process was restarted"
}

extension PrintedState {
    /// Notes an event that is printed as it came.
    @inline(__always)
    mutating func note(_ event: ProtocolMessage, in message: Bytes) {
        if event.kind == .textDelta, let delta = event.delta {
            run.hasOutput = true
            if text == nil { text = TextHash() }
            text?.append(message.extracting(delta))
        } else if event.kind != .other {
            noteGeneral(event, in: message)
        }
    }
}

extension PrintedState {
    private mutating func noteGeneral(_ event: ProtocolMessage, in message: Bytes) {
        switch event.kind {
        case .textDone, .thinkingStart, .thinkingDelta, .thinkingDone, .toolCallStart, .toolCallArgsDelta,
            .toolCallDone, .toolResult:
            run.hasOutput = true
            noteOutput(event, in: message)
        case .userMessage: noteUserMessage(message.member("segments", of: event.data), in: message)
        case .systemItem:
            if let item = message.member("item", of: event.data) { items.append(.systemItem, message.content(item)) }
        case .invokeStart:
            begin()
            run.hasBeginning = true
            items.append(.invoke, message.content(message.member("kind", of: event.data)))
        case .llmCallStart, .llmContinuation:
            // In the log, the text of a failed request is the beginning of the next message.
            if let text, text.count > 0 { items.append(.text, text) }
            endBlocks()
        case .runEnd: noteEnd(message.text("result", of: event.data), in: message)
        case .error: noteError(event.data, in: message)
        case .status:
            if let word = message.text("status", of: event.data) {
                noteStatus(WorkerStatus(rawValue: message.string(word)))
            }
        case .shutdown: noteStatus(.idle)
        case .segmentRotated:
            if let entry = message.member("entry", of: event.data) { rotate(to: entry, in: message) }
        case .rewindApplied: rewind(to: message.member("entries", of: event.data), in: message)
        case .textDelta, .turnStart, .snapshot, .internalWorker, .other: break
        }
    }

    private mutating func noteOutput(_ event: ProtocolMessage, in message: Bytes) {
        func text(_ name: StaticString) -> TextHash? {
            message.text(name, of: event.data).map { TextHash(message.extracting($0)) }
        }
        switch event.kind {
        case .textDone:
            if let whole = text("text") ?? self.text { items.append(.text, whole) }
            self.text = nil
        case .thinkingStart: thought = TextHash()
        case .thinkingDelta:
            guard let delta = event.delta else { return }
            if thought == nil { thought = TextHash() }
            thought?.append(message.extracting(delta))
        case .thinkingDone:
            if let whole = text("text") ?? thought { items.append(.thought, whole) }
            thought = nil
        case .toolCallStart: if let id = text("id") { calls.append(OpenCall(id: id)) }
        case .toolCallArgsDelta:
            guard let id = text("id"), let delta = message.text("json", of: event.data),
                let index = calls.lastIndex(where: { $0.id == id })
            else { return }
            calls[index].arguments.append(message.extracting(delta))
        case .toolCallDone:
            guard let id = text("id") else { return }
            calls.removeAll { $0.id == id }
            items.append(.toolCall, id)
        case .toolResult: if let id = text("id") { items.append(.toolResult, id) }
        default: break
        }
    }

    private mutating func noteUserMessage(_ segments: Range<Int>?, in message: Bytes) {
        let content = message.content(segments)
        begin()
        guard run.userMessage != content else { return }
        run.userMessage = content
        run.hasBeginning = true
        items.append(.userMessage, content)
    }

    private mutating func noteStatus(_ status: WorkerStatus) {
        run.status = status
        guard status != .running else { return begin() }
        if run.isOpen, run.hasBeginning || run.hasOutput, run.error != nil { items.append(.errored, TextHash()) }
        end()
        run.userMessage = nil
    }

    private mutating func noteEnd(_ result: Range<Int>?, in message: Bytes) {
        let isRolledBack = message.contents(result, are: "rolled_back")
        if isRolledBack {
            items.removeLastBeginning()
        } else {
            items.append(message.contents(result, are: "paused") ? .errored : .completed, TextHash())
        }
        end()
        run.userMessage = nil
        run.isRolledBack = isRolledBack
    }

    private mutating func noteError(_ data: Range<Int>?, in message: Bytes) {
        guard run.isOpen, let text = message.text("message", of: data) else { return }
        let code = message.text("code", of: data)
        let refusals: [StaticString] = ["already_running", "not_running", "not_paused", "invalid_request"]
        guard !refusals.contains(where: { message.contents(code, are: $0) }) else { return }
        // Errors for the sender of a method and errors about a connection have the code `internal` too.
        let words = message.string(text)
        let others = ["returned Busy", "malformed protocol method", "observation backlog", "failed to connect runtime"]
        guard !others.contains(where: { words.contains($0) }) else { return }
        run.error = TextHash(message.extracting(text))
    }
}

extension PrintedState {
    mutating func begin() {
        if !run.isOpen { (run.hasOutput, run.hasBeginning, run.error, run.isRolledBack) = (false, false, nil, false) }
        run.isOpen = true
    }

    /// The run has ended, and so has everything that it had begun.
    mutating func end() {
        (run.isOpen, run.hasBeginning, run.hasOutput, run.error) = (false, false, false, nil)
        endBlocks()
    }

    mutating func endBlocks() {
        (text, thought) = (nil, nil)
        calls.removeAll(keepingCapacity: true)
    }

    mutating func rotate(to entry: Range<Int>, in message: Bytes) {
        let segment = LogPosition.segment(entry, in: message)
        position = LogPosition(segment: segment, marks: [.init(count: 1, hash: segment)])
        items.commitSegment()
        items.settle()
    }

    private mutating func rewind(to entries: Range<Int>?, in message: Bytes) {
        let kept = LogEntryOutline.all(entries, in: message)
        position = LogPosition(kept, in: message)
        items = PrintedHistory()
        end()
    }
}

extension Span where Element == UInt8 {
    /// A hash of what a value means, as the content of a ``PrintedItem``.
    func content(_ value: Range<Int>?) -> TextHash {
        TextHash(count: 0, value: value.map { contentHash(of: $0) } ?? 0)
    }
}
