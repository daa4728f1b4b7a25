internal import Shared

/// The tool calls that have no result yet, keyed by ids that are not unique.
///
/// Calls of an earlier turn are abandoned when the next one begins. If several share an id, pieces belong to the newest,
/// and results come in the order of the calls.
struct PendingToolCalls {
    /// More calls than any Worker has open: a stream without results must not fill the memory.
    private static let maxCalls = 1_000
    /// Bytes of arguments kept while they stream; the call's end repeats all of them.
    private static let maxArguments = 1 << 20

    private var calls: [ToolCall] = []
    /// The calls of this turn, including finished ones.
    private var turn: [Asked] = []

    private struct Asked {
        let id: String
        var name: String
        /// What it was asked to do, once known.
        var task: ToolTask?
    }
}

extension PendingToolCalls {
    /// - Parameter time: when it was made, in milliseconds since 1970, where the stream says so.
    mutating func start(id: String, name: String, at time: Int64? = nil) {
        if calls.count == Self.maxCalls { calls.removeFirst() }
        if turn.count == Self.maxCalls { turn.removeFirst() }
        // Of several open calls, each is marked already.
        if calls.count == 1, !calls[0].isParallel {
            calls[0].isParallel = true
            if calls[0].isShown { noteTask(of: calls[0]) }
        }
        calls.append(ToolCall(id: id, name: name, start: time, isParallel: !calls.isEmpty))
        turn.append(Asked(id: id, name: name))
    }

    /// Whether a call with that id is still streaming its arguments.
    func isStreaming(_ id: String) -> Bool { calls.contains { $0.id == id && !$0.isDone } }

    /// The newest call with that id.
    func call(_ id: String) -> ToolCall? { calls.last { $0.id == id } }

    /// Completes the calls that are still streaming, except those with these ids.
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

    /// Takes a call's complete arguments.
    ///
    /// - Parameter time: when they came, in milliseconds since 1970, where the stream says so.
    /// - Returns: the call to show; `nil` if it has been shown.
    mutating func complete(_ done: ToolCallDone, at time: Int64?) -> ToolCall? {
        if let index = calls.lastIndex(where: { $0.id == done.id && $0.isDone && !$0.hasCompleted }),
            !calls.contains(where: { $0.id == done.id && !$0.isDone })
        {
            // It was shown with the arguments that had streamed.
            let shown = calls[index].arguments
            calls[index].hasCompleted = true
            if done.arguments == WireText("null") || Self.areAlike(shown, done.arguments) { return nil }
            calls[index].arguments = done.arguments
            return calls[index]
        }
        if !calls.contains(where: { $0.id == done.id && !$0.isDone }) { start(id: done.id, name: done.name) }
        let index = calls.lastIndex { $0.id == done.id && !$0.isDone } ?? calls.count - 1
        if !done.name.isEmpty { calls[index].name = done.name }
        // `null` means that the arguments were missing or broken: then the pieces say more.
        if done.arguments != WireText("null") || calls[index].streamed.isEmpty {
            calls[index].arguments = done.arguments
            calls[index].streamed = ""
        }
        calls[index].hasCompleted = true
        calls[index].start = time
        return show(index)
    }

    /// Takes a call of the history, which the stream may repeat.
    mutating func recall(_ done: ToolCallDone, at time: Int64?) -> ToolCall {
        start(id: done.id, name: done.name, at: time)
        calls[calls.count - 1].arguments = done.arguments
        return show(calls.count - 1)
    }

    /// Marks a call as shown, and keeps only what the result needs of long arguments.
    ///
    /// - Returns: the call to show.
    private mutating func show(_ index: Int) -> ToolCall {
        (calls[index].isDone, calls[index].isShown) = (true, true)
        if !calls[index].streamed.isEmpty { calls[index].arguments = WireText(calls[index].streamed) }
        calls[index].streamed = ""
        noteTask(of: calls[index])
        defer {
            if calls[index].arguments.contents.count > Self.maxArguments { calls[index].dropLongArguments() }
        }
        return calls[index]
    }

    private static func areAlike(_ shown: WireText, _ told: WireText) -> Bool {
        guard max(shown.contents.count, told.contents.count) <= 2 * maxArguments else { return false }
        return (try? JSON(shown.string).compact) == (try? JSON(told.string).compact)
    }

    /// Completes the calls that are still streaming.
    ///
    /// - Returns: those that have not been shown.
    mutating func completeAll() -> [ToolCall] {
        var shown: [ToolCall] = []
        for index in calls.indices where !calls[index].isShown { shown.append(show(index)) }
        return shown
    }

    /// Finishes the call with that id: the first one, unless the summary repeats the command of another.
    ///
    /// - Returns: the call, and what distinguishes it from concurrent ones; `nil` if it was never seen.
    mutating func finish(id: String, summary: String) -> (call: ToolCall, distinction: ToolTask?)? {
        let candidates = calls.indices.filter { calls[$0].id == id }
        let named = candidates.first { candidates.count > 1 && summary.repeatsCommand(of: calls[$0]) }
        guard let index = named ?? candidates.first else { return nil }
        let call = calls.remove(at: index)
        return (call, call.isParallel ? distinction(of: call) : nil)
    }

    /// Removes all calls and returns them: no result will come.
    mutating func abandon() -> [ToolCall] {
        defer { self = PendingToolCalls() }
        return calls
    }

    /// Forgets the calls of the turn, except those that have no result yet.
    mutating func endTurn() {
        turn = []
        for call in calls {
            turn.append(Asked(id: call.id, name: call.name))
            noteTask(of: call)
        }
    }
}

extension PendingToolCalls {
    /// Calls of a turn that are compared.
    private static let maxOthers = 50

    /// Remembers what a call was asked, if others are open that it may be taken for.
    private mutating func noteTask(of call: ToolCall) {
        guard call.isParallel, let index = turn.lastIndex(where: { $0.id == call.id }) else { return }
        turn[index].name = call.name
        turn[index].task = ToolTask(call)
    }

    /// What distinguishes a call from others of the same tool.
    private func distinction(of call: ToolCall) -> ToolTask? {
        let calls = turn.suffix(Self.maxOthers).filter { $0.name == call.name }
        guard calls.count > 1, let task = ToolTask(call) else { return nil }
        return task.distinction(from: calls.compactMap(\.task))
    }
}

extension String {
    /// Whether this summary is `$ command` for that call's command, with or without how it ended.
    fileprivate func repeatsCommand(of call: ToolCall) -> Bool {
        guard let command = ToolArguments(call.arguments)?.string("command") else { return false }
        return self == "$ " + command || hasPrefix("$ " + command + " (")
    }
}
