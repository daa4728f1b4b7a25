/// A log entry of a snapshot, as a position in the message.
struct LogEntryOutline: Sendable {
    let range: Range<Int>
    let kind: Kind

    enum Kind: UInt8, Sendable {
        case segmentStart, invoke, userInput, systemItem
        case message, reasoning, toolCall, toolResult
        case runCompleted, runErrored
        /// What no event reports: usage, turns, metrics, configurations.
        case silent
    }
}

extension LogEntryOutline {
    init(_ range: Range<Int>, in message: Bytes) {
        self.range = range
        var item: Range<Int>?
        var word: Range<Int>?
        message.forEachMember(of: range) { key, value in
            if message.contents(key.contents, are: "kind") { word = message.text(value) }
            if message.contents(key.contents, are: "item") { item = value }
        }
        func named(_ name: StaticString) -> Bool { message.contents(word, are: name) }
        kind =
            if named("assistant_item") { Self.kind(ofItem: item, in: message) } else if named("tool_result") {
                .toolResult
            } else if named("user_input") { .userInput } else if named("invoke") {
                .invoke
            } else if named("system_item") { .systemItem } else if named("run_completed") {
                .runCompleted
            } else if named("run_errored") { .runErrored } else if named("segment_start") { .segmentStart } else {
                .silent
            }
    }

    /// A logged item of a segment's history; nil for what only the model sees.
    init?(historyItem range: Range<Int>, in message: Bytes) {
        let kind = Self.kind(ofItem: range, in: message)
        let isOurs = message.contents(message.text("role", of: range), are: "assistant")
        guard kind != .silent, kind != .message || isOurs else { return nil }
        self.range = range
        self.kind = kind
    }

    private static func kind(ofItem item: Range<Int>?, in message: Bytes) -> Kind {
        let word = message.text("kind", of: item)
        return if message.contents(word, are: "message") { .message } else if message.contents(word, are: "tool_call") {
            .toolCall
        } else if message.contents(word, are: "reasoning") {
            .reasoning
        } else if message.contents(word, are: "tool_result") { .toolResult } else { .silent }
    }
}

extension LogEntryOutline {
    /// - Parameter entries: an array.
    static func all(_ entries: Range<Int>?, in message: Bytes) -> [LogEntryOutline] {
        var all: [LogEntryOutline] = []
        guard let entries else { return all }
        message.forEachElement(of: entries) { all.append(LogEntryOutline($0, in: message)) }
        return all
    }

    /// The logged item of an entry, or the entry itself if it is one of a history.
    func item(in message: Bytes) -> Range<Int> { message.member("item", of: range) ?? range }

    /// A hash of the id of the call that it is, or answers.
    func callID(in message: Bytes) -> TextHash {
        message.text("call_id", of: item(in: message)).map { TextHash(message.extracting($0)) } ?? TextHash()
    }

    /// Whether it ends a run; a run that yielded to a compaction goes on.
    func endsRun(in message: Bytes) -> Bool {
        switch kind {
        case .runErrored: true
        case .runCompleted: !message.contents(message.text("result", of: range), are: "yielded")
        default: false
        }
    }

    /// Whether it is the result of a cancelled call, which only the log has.
    func isInterruptedResult(in message: Bytes) -> Bool {
        kind == .toolResult
            && message.contents(message.text("summary", of: item(in: message)), are: "[Interrupted by user]")
    }
}
