internal import Shared

/// The tool calls that have no result yet, keyed by ids that are not unique.
///
/// Calls of an earlier turn are given up when the next one begins. Of those that share an id, pieces belong to the newest
/// and results come in the order of the calls.
struct PendingToolCalls {
    /// More calls than any Worker has open: a stream that never answers must not fill the memory.
    private static let maxCalls = 1_000
    /// Bytes of arguments that are kept while they stream; the call's end repeats all of them.
    private static let maxArguments = 1 << 20

    private var calls: [ToolCall] = []
    /// The calls of this turn, finished ones too.
    private var turn: [Asked] = []

    private struct Asked {
        let id: String
        var name: String
        /// What it was asked to do, once that is known.
        var main: String?
    }
}

extension PendingToolCalls {
    /// - Parameter time: when it was made, in milliseconds since 1970, where the stream says so.
    mutating func start(id: String, name: String, at time: Int64? = nil) {
        if calls.count == Self.maxCalls { calls.removeFirst() }
        if turn.count == Self.maxCalls { turn.removeFirst() }
        calls.append(ToolCall(id: id, name: name, start: time))
        turn.append(Asked(id: id, name: name))
    }

    /// Whether arguments of a call with that id still come.
    func isStreaming(_ id: String) -> Bool { calls.contains { $0.id == id && !$0.isDone } }

    /// The newest call with that id.
    func call(_ id: String) -> ToolCall? { calls.last { $0.id == id } }

    /// Those whose arguments still come, but not the ones with these ids: no more of them will stream.
    mutating func completeStreaming(except ids: Set<String>) -> [ToolCall] {
        var ended: [ToolCall] = []
        for index in calls.indices where !calls[index].isDone && !ids.contains(calls[index].id) {
            ended.append(show(index))
        }
        return ended
    }

    /// Whether a call of this turn has that id.
    func knows(_ id: String) -> Bool { turn.contains { $0.id == id } }

    mutating func append(_ json: String, to id: String) {
        if !calls.contains(where: { $0.id == id && !$0.isDone }) { start(id: id, name: "") }
        guard let index = calls.lastIndex(where: { $0.id == id && !$0.isDone }) else { return }
        if calls[index].streamed.utf8.count < Self.maxArguments { calls[index].streamed += json }
    }

    /// The call's arguments are complete.
    ///
    /// - Parameter time: when that was said, in milliseconds since 1970, where the stream says so.
    /// - Returns: the call, to be shown; `nil` if it has been.
    mutating func complete(_ done: ToolCallDone, at time: Int64?) -> ToolCall? {
        if let index = calls.lastIndex(where: { $0.id == done.id && $0.isDone && !$0.hasCompleted }),
            !calls.contains(where: { $0.id == done.id && !$0.isDone })
        {
            // It has been shown as far as it had streamed.
            let shown = calls[index].arguments
            calls[index].hasCompleted = true
            if done.arguments == WireText("null") || Self.areAlike(shown, done.arguments) { return nil }
            calls[index].arguments = done.arguments
            return calls[index]
        }
        if !calls.contains(where: { $0.id == done.id && !$0.isDone }) { start(id: done.id, name: done.name) }
        let index = calls.lastIndex { $0.id == done.id && !$0.isDone } ?? calls.count - 1
        if !done.name.isEmpty { calls[index].name = done.name }
        // The text `null` means that arguments were missing or broken: then the pieces say more.
        if done.arguments != WireText("null") || calls[index].streamed.isEmpty {
            calls[index].arguments = done.arguments
            calls[index].streamed = ""
        }
        calls[index].hasCompleted = true
        calls[index].start = time
        return show(index)
    }

    /// Takes a call of the history, of which the stream may tell once more.
    mutating func recall(_ done: ToolCallDone, at time: Int64?) -> ToolCall {
        start(id: done.id, name: done.name, at: time)
        calls[calls.count - 1].arguments = done.arguments
        return show(calls.count - 1)
    }

    /// Marks a call as shown. Of long arguments only what the result needs is kept.
    ///
    /// - Returns: the call, to be shown.
    private mutating func show(_ index: Int) -> ToolCall {
        (calls[index].isDone, calls[index].isShown) = (true, true)
        if !calls[index].streamed.isEmpty { calls[index].arguments = WireText(calls[index].streamed) }
        calls[index].streamed = ""
        noteAsked(calls[index])
        defer {
            if calls[index].arguments.contents.count > Self.maxArguments { calls[index].dropLongArguments() }
        }
        return calls[index]
    }

    private static func areAlike(_ shown: WireText, _ told: WireText) -> Bool {
        guard max(shown.contents.count, told.contents.count) <= 2 * maxArguments else { return false }
        return (try? JSON(shown.string).compact) == (try? JSON(told.string).compact)
    }

    /// No more of these calls will stream: those that are not shown yet are to be shown now.
    mutating func completeAll() -> [ToolCall] {
        var shown: [ToolCall] = []
        for index in calls.indices where !calls[index].isShown { shown.append(show(index)) }
        return shown
    }

    /// The call of that id which has its result now: the first one, unless the summary repeats the command of another.
    ///
    /// - Returns: the call, and what distinguishes it from others of its turn; `nil` for a call that was never seen.
    mutating func finish(id: String, summary: String) -> (call: ToolCall, distinction: String?)? {
        let candidates = calls.indices.filter { calls[$0].id == id }
        let named = candidates.first { candidates.count > 1 && summary.repeatsCommand(of: calls[$0]) }
        guard let index = named ?? candidates.first else { return nil }
        let call = calls.remove(at: index)
        return (call, distinction(of: call))
    }

    /// Nothing will come any more of the calls that are left.
    mutating func abandon() -> [ToolCall] {
        defer { self = PendingToolCalls() }
        return calls
    }

    /// Forgets which names a turn has used.
    mutating func endTurn() {
        turn = []
        for call in calls {
            turn.append(Asked(id: call.id, name: call.name))
            noteAsked(call)
        }
    }
}

extension PendingToolCalls {
    /// Characters of what a call was asked that are repeated, and bytes that are compared.
    private static let (maxAsked, maxCompared) = (60, 1 << 10)
    /// Calls of a turn that are compared.
    private static let maxOthers = 50

    private mutating func noteAsked(_ call: ToolCall) {
        guard let index = turn.lastIndex(where: { $0.id == call.id }) else { return }
        turn[index].name = call.name
        turn[index].main = asked(call)
    }

    private func asked(_ call: ToolCall) -> String? {
        guard let arguments = ToolArguments(call.arguments) else { return nil }
        return switch arguments.main(of: KnownTool.named(call.name))?.value {
        case .json(let json)?: json.string.map { String(decoding: $0.utf8.prefix(Self.maxCompared), as: UTF8.self) }
        case .long(let text)?: text.beginning(bytes: Self.maxCompared)
        case nil: nil
        }
    }

    /// What distinguishes a call from others of the same tool: the end of what it was asked, without what they have in common.
    private func distinction(of call: ToolCall) -> String? {
        let calls = turn.suffix(Self.maxOthers).filter { $0.name == call.name }
        guard calls.count > 1, let main = asked(call) else { return nil }
        let others = calls.compactMap(\.main).filter { $0 != main }
        guard !others.isEmpty else { return nil }
        // Up to the last word, or part of a path, that begins alike.
        let common = others.map { zip(main.utf8, $0.utf8).prefix { $0 == $1 }.count }.min() ?? 0
        let start = main.utf8.prefix(common).lastIndex { [0x20, 0x2F].contains($0) }.map(main.utf8.index(after:))
        let rest = main[(start ?? main.startIndex)...].firstLine
        let isCut = rest.utf8.count > Self.maxAsked
        return (start == nil ? "" : "… ") + (isCut ? rest.prefix(Self.maxAsked) + "…" : rest)
    }
}

extension String {
    /// Whether this summary is `$ command`, perhaps with how it ended, of that call's command.
    fileprivate func repeatsCommand(of call: ToolCall) -> Bool {
        guard let command = ToolArguments(call.arguments)?.string("command") else { return false }
        return self == "$ " + command || hasPrefix("$ " + command + " (")
    }
}
