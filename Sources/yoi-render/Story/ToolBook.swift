internal import Shared

/// The tool calls that have no result yet, keyed by ids that are not unique.
///
/// Calls of an earlier turn are given up when the next one begins. Of those that share an id, pieces belong to the newest
/// and results come in the order of the calls.
struct ToolBook {
    /// More calls than any Worker has open: a stream that never answers must not fill the memory.
    private static let mostCalls = 1_000
    /// Bytes of arguments that are kept while they stream; the call's end repeats all of them.
    private static let mostArguments = 1 << 20

    private var calls: [ToolCall] = []
    /// The calls of this turn, finished ones too.
    private var turn: [(id: String, name: String)] = []
}

extension ToolBook {
    mutating func start(id: String, name: String) {
        if calls.count == Self.mostCalls { calls.removeFirst() }
        if turn.count == Self.mostCalls { turn.removeFirst() }
        calls.append(ToolCall(id: id, name: name))
        turn.append((id, name))
    }

    /// Whether arguments of a call with that id still come.
    func isStreaming(_ id: String) -> Bool { calls.contains { $0.id == id && !$0.isDone } }

    /// The newest call with that id.
    func call(_ id: String) -> ToolCall? { calls.last { $0.id == id } }

    /// Those whose arguments still come, but not the ones with these ids: no more of them will stream.
    mutating func completeStreaming(except ids: Set<String>) -> [ToolCall] {
        var ended: [ToolCall] = []
        for index in calls.indices where !calls[index].isDone && !ids.contains(calls[index].id) {
            (calls[index].isDone, calls[index].isShown) = (true, true)
            ended.append(calls[index])
        }
        return ended
    }

    /// Whether a call of this turn has that id.
    func knows(_ id: String) -> Bool { turn.contains { $0.id == id } }

    mutating func append(_ json: String, to id: String) {
        if !calls.contains(where: { $0.id == id && !$0.isDone }) { start(id: id, name: "") }
        guard let index = calls.lastIndex(where: { $0.id == id && !$0.isDone }) else { return }
        if calls[index].arguments.utf8.count < Self.mostArguments { calls[index].arguments += json }
    }

    /// The call's arguments are complete.
    ///
    /// - Returns: the call, to be shown.
    mutating func complete(_ done: ToolCallDone) -> ToolCall {
        if !calls.contains(where: { $0.id == done.id && !$0.isDone }) { start(id: done.id, name: done.name) }
        let index = calls.lastIndex { $0.id == done.id && !$0.isDone } ?? calls.count - 1
        if !done.name.isEmpty { calls[index].name = done.name }
        // The text `null` stands for arguments that were missing or broken: then the pieces tell more.
        if done.arguments != "null" || calls[index].arguments.isEmpty {
            calls[index].arguments = done.arguments
        }
        calls[index].isDone = true
        calls[index].isShown = true
        return calls[index]
    }

    /// No more of these calls will stream: those that are not shown yet are to be shown now.
    mutating func completeAll() -> [ToolCall] {
        var shown: [ToolCall] = []
        for index in calls.indices where !calls[index].isShown {
            calls[index].isDone = true
            calls[index].isShown = true
            shown.append(calls[index])
        }
        return shown
    }

    /// The call of that id which has its result now: the first one, unless the summary tells the command of another.
    mutating func finish(id: String, summary: String) -> (call: ToolCall, isAmbiguous: Bool)? {
        let candidates = calls.indices.filter { calls[$0].id == id }
        let named = candidates.first { candidates.count > 1 && summary.repeatsCommand(of: calls[$0]) }
        guard let index = named ?? candidates.first else { return nil }
        let call = calls.remove(at: index)
        return (call, turn.count { $0.name == call.name } > 1)
    }

    /// Nothing will come any more of the calls that are left.
    mutating func abandon() -> [ToolCall] {
        defer { self = ToolBook() }
        return calls
    }

    /// Forgets which names a turn has used.
    mutating func endTurn() { turn = calls.map { ($0.id, $0.name) } }
}

extension String {
    /// Whether this summary is `$ command`, perhaps with how it ended, of that call's command.
    fileprivate func repeatsCommand(of call: ToolCall) -> Bool {
        guard let command = ToolArguments(call.arguments)?.string("command") else { return false }
        return self == "$ " + command || hasPrefix("$ " + command + " (")
    }
}
