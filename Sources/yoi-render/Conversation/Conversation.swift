internal import Shared

/// Turns a Worker's events into items to show, in the order in which a person wants to read them, each once.
///
/// A value: one event in, items out. It knows what is repeated (`_done` after deltas), what comes too early
/// (an answer before its question) and what never comes (the end of an interrupted block).
struct Conversation {
    var text = TextBlock()
    var thinking = Thinking()
    var tools = PendingToolCalls()
    var commands = CommandWatch()
    var run = RunTracker()
    private var prompt: PromptReorderBuffer
    var items: [Item] = []
    /// The Worker's name and directory, from its greeting.
    var workerName: String?
    var directory = ""
    /// Whether something has happened since we attached: then a snapshot's history is not shown.
    var hasBegun = false
    var isCompacting = false
    /// A hash of this run's user message: some Backends report it twice.
    private var question: Int?
    /// The latest error, until the run continues: the next one may repeat it.
    var lastError: WorkerError?

    /// Whether only the assistant's streamed words are wanted.
    let isVerbatim: Bool
    /// Whether a rewind was just applied: the rest of what it took back may follow.
    var isRewinding = false

    /// Items of the history to show on attaching, and whether thoughts are among them.
    let maxHistory: Int
    let remembersThoughts: Bool
    /// When the current event came, in milliseconds since 1970, where the stream says so.
    private(set) var time: Int64?
    /// When it was read, since the program began; `nil` for recorded events.
    private(set) var heard: Duration?
    /// Unknown kinds of events, and how many of each came without being shown.
    private var unknownKinds: [String: Int] = [:]

    init(_ options: RenderOptions) {
        isVerbatim = options.style == .text || options.style == .answer
        (maxHistory, remembersThoughts) = (options.history.count, options.thinking == .show)
        prompt = PromptReorderBuffer(isNeeded: options.showsUser && !isVerbatim)
    }

    /// Thinking blocks have no ids: when two overlap, a piece may belong to either.
    struct Thinking {
        var openBlocks = 0
        /// Whether the page shows that there is some.
        var isShown = false
        /// Bytes that have streamed and have not been repeated by a block's end.
        var unrepeated = 0
    }
}

extension Conversation {
    /// Whether another piece of the open text only has to be appended.
    var takesMoreText: Bool { text.isOpen && !prompt.isHolding }
    /// Whether another piece of hidden thinking only has to be counted.
    var takesMoreThinking: Bool { thinking.isShown && thinking.unrepeated > 0 && !prompt.isHolding }

    /// Notes a piece of the open text that was shown without becoming an event; only while ``takesMoreText``.
    @inline(__always)
    mutating func noteText(_ contents: Bytes) { text.append(contents) }

    /// Notes a piece of thinking that was left out; only while ``takesMoreThinking``.
    mutating func noteThinking(bytes: Int) { thinking.unrepeated += bytes }

    /// How the last run so far ended, for `--exit-status`.
    var exitStatus: ExitStatus { run.exitStatus }

    /// Takes an event and returns the items to show now.
    ///
    /// - Parameters:
    ///   - time: when it came, in milliseconds since 1970, where the stream says so.
    ///   - heard: when it was read, since the program began; `nil` for recorded events.
    mutating func take(_ event: Event, at time: Int64?, heard: Duration? = nil) -> [Item] {
        (items, self.time, self.heard) = ([], time, heard)
        for event in prompt.take(event) { apply(event) }
        return items
    }

    /// Whether the answer is waiting for its question.
    var isHolding: Bool { prompt.isHoldingEvents }

    /// Nothing has come for a while: the question will not come.
    mutating func release() -> [Item] {
        items = []
        for event in prompt.giveUp() { apply(event) }
        return items
    }

    /// Takes input that is not an event.
    mutating func take(_ input: InvalidInput) -> [Item] {
        items = []
        for event in prompt.release() { apply(event) }
        items.append(.unreadable(input))
        return items
    }

    /// Ends the input.
    mutating func end() -> [Item] {
        items = []
        for event in prompt.release() { apply(event) }
        closeBlocks()
        countUnknown()
        if let summary = run.cut() { items.append(.runEnd(summary)) }
        return items
    }
}

extension Conversation {
    private mutating func apply(_ event: Event) {
        isRewinding = isRewinding && (event.belongsToRun || event.isAside)
        if isRewinding, event.belongsToRun { return }
        run.note(event, at: time)
        if event.belongsToRun, !event.isUsage { lastError = nil }
        defer { hasBegun = hasBegun || event.belongsToRun || event.isQuestion }
        switch event {
        case .textDelta(let piece): addText(piece)
        case .textDone(let whole): endText(whole)
        case .thinkingStart: beginThinking()
        case .thinkingDelta(let piece): addThinking(piece)
        case .thinkingDone(let whole): endThinking(whole)
        case .toolCallStart(let id, let name):
            interruptBlocks()
            tools.start(id: id, name: name)
        case .toolCallArgsDelta(let id, let json): tools.append(json, to: id)
        case .toolCallDone(let done):
            interruptBlocks()
            if let call = tools.complete(done, at: time) { items.append(.call(call)) }
        case .toolResult(let result): finishCall(result)
        case .userMessage(let segments):
            let hash = segments.hashValue
            if hash != question { items.append(.user(segments)) }
            question = hash
        case .systemItem(let item): items.append(.notice(Notice(item)))
        case .invokeStart: question = nil
        case .command(let event): takeCommand(event)
        case .turnStart: beginTurn()
        case .llmCallStart, .llmCallEnd, .turnEnd: closeBlocks()
        case .llmRetry(let retry): items.append(.notice(Notice(retry)))
        case .llmContinuation(let continuation):
            closeBlocks()
            _ = tools.abandon()
            items.append(.notice(Notice(continuation)))
        case .usage: break
        case .status(.running): break
        case .runEnd:
            question = nil
            endRun()
        case .status(let status):
            question = nil
            endRun()
            if status != .paused { abandonCalls() }
        case .error(let error): takeError(error)
        case .snapshot(let snapshot): takeSnapshot(snapshot)
        case .segmentRotated(let start): takeRotation(start)
        case .compactStart:
            isCompacting = true
            items.append(.notice(Notice(.info, "compacting", "the history becomes a summary")))
        case .compactDone(let segmentID):
            items.append(.notice(Notice(.success, "compacted", "new segment \(Numbers.shortID(segmentID))")))
        case .compactFailed(let error):
            isCompacting = false
            items.append(.notice(Notice(.error, "compaction failed", error)))
        case .rewindApplied(let rewind): takeRewind(rewind)
        case .shutdown:
            endRun()
            isCompacting = false
            items.append(.notice(Notice(.info, "shut down", "the Worker has ended")))
        case .unknown(let name, _) where unknownKinds[name] != nil: unknownKinds[name, default: 0] += 1
        case .unknown(let name, let data):
            if unknownKinds.count < Self.maxKinds { unknownKinds[name] = 0 }
            items.append(.notice(Notice(unknown: name, data)))
        default:
            if let notice = Notice(event) { items.append(.notice(notice)) }
        }
    }

    /// Kinds that are counted; each event of any further kind is shown.
    private static let maxKinds = 100

    /// Adds how many more of each unknown kind there were.
    mutating func countUnknown() {
        for (name, count) in unknownKinds.sorted(by: { $0.key < $1.key }) where count > 0 {
            items.append(.notice(Notice(.detail, "event \(name)", "\(count) more")))
            unknownKinds[name] = 0
        }
    }
}

extension Event {
    /// Whether it is part of a run: a rewind takes it back, and a later snapshot repeats it.
    fileprivate var belongsToRun: Bool {
        switch self {
        case .turnStart, .turnEnd, .llmCallStart, .llmCallEnd, .llmRetry, .llmContinuation, .usage, .runEnd, .textDelta,
            .textDone, .thinkingStart, .thinkingDelta, .thinkingDone, .toolCallStart, .toolCallArgsDelta, .toolCallDone,
            .toolResult, .command:
            true
        default: false
        }
    }

    /// Whether it may come at any time, unrelated to the run.
    fileprivate var isAside: Bool {
        switch self {
        case .alert, .memoryWorker: true
        default: false
        }
    }

    fileprivate var isUsage: Bool {
        if case .usage = self { return true }
        return false
    }

    fileprivate var isQuestion: Bool {
        switch self {
        case .userMessage, .systemItem, .invokeStart: true
        default: false
        }
    }
}
