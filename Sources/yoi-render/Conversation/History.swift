internal import Shared

/// The history in a snapshot: its last items, shortened.
struct History {
    /// Items that are kept.
    private let max: Int
    private let withThoughts: Bool
    private(set) var items: [Item] = []
    /// Items before those.
    private var earlier = 0
    /// The last user message, and how many items precede it.
    private var question: (item: Item, index: Int)?
    private var tools = PendingToolCalls()
    /// Whether the next call belongs to another turn.
    private var isInResults = false
    /// When the entry was written, in milliseconds since 1970.
    private var milliseconds: Int64?

    /// - Parameters:
    ///   - max: items to keep beside the last question.
    ///   - withThoughts: whether thoughts are among them.
    init(_ entries: WireList<LogEntry>, max: Int, withThoughts: Bool) {
        (self.max, self.withThoughts) = (max, withThoughts)
        entries.forEach { take($0) }
        forget()
    }
}

extension History {
    /// Calls that have no result yet.
    var openCalls: PendingToolCalls {
        var tools = tools
        tools.endTurn()
        return tools
    }

    /// Counts of the items left out, and between them the last user message if it is one of those.
    ///
    /// - Parameter count: items that are shown.
    func omitted(showing count: Int) -> [Item] {
        let earlier = earlier + Swift.max(0, items.count - count)
        guard let question, question.index < earlier else { return earlier > 0 ? [.earlier(earlier)] : [] }
        let parts: [Item] = [.earlier(question.index), question.item, .earlier(earlier - question.index - 1)]
        return parts.filter { $0 != .earlier(0) }
    }

    /// The last items. A result names its call if that is not among them.
    func suffix(_ count: Int) -> [Item] {
        var calls: Set<String> = []
        return items.suffix(count).map { item in
            switch item {
            case .history(.call(let call), _): calls.insert(call.id)
            case .history(.result(var outcome), let time)
            where outcome.distinction == nil && !calls.contains(outcome.id):
                outcome.distinction = outcome.call.flatMap { ToolTask($0) }?.inShort
                return .history(.result(outcome), at: time)
            default: break
            }
            return item
        }
    }

    /// Shows the last answer whole if it is the last item: it is what people attach to see.
    mutating func showLastAnswer() {
        guard case .history(.text(let text), let milliseconds)? = items.last else { return }
        items[items.count - 1] = .history(.answer(text), at: milliseconds)
    }
}

extension History {
    /// What a notice is about that says how a run ended.
    static let endOfRun = "run"

    private mutating func take(_ entry: LogEntry) {
        milliseconds = entry.milliseconds
        switch entry.content {
        case .segmentStart(let start): start.history.forEach { take($0) }
        case .userInput(let segments):
            // Calls that are still open have been abandoned.
            _ = tools.abandon()
            note(.user(segments))
            question = items.last.map { ($0, earlier + items.count - 1) }
        case .item(let item): take(item)
        case .systemItem(let item): note(.notice(Notice(item)))
        case .runCompleted(.limitReached):
            note(.notice(Notice(.warning, Self.endOfRun, "stopped at the turn limit")))
        case .runErrored(let message):
            note(.notice(Notice(.error, Self.endOfRun, message == "Cancelled" ? "cancelled" : "failed: " + message)))
        default: break
        }
    }

    private mutating func take(_ item: LoggedItem) {
        switch item {
        case .message(let role, let text): take(text, of: role)
        case .toolCall(let call):
            if isInResults { tools.endTurn() }
            isInResults = false
            note(.call(tools.recall(call, at: milliseconds)))
        case .toolResult(let result):
            let known = tools.finish(id: result.id, summary: result.summary)
            var outcome = ToolOutcome(result, of: known?.call, at: milliseconds)
            outcome.distinction = known?.distinction
            isInResults = true
            note(.result(outcome))
            for attachment in result.attachments { note(.notice(Notice(attachment))) }
        case .reasoning(let text): if withThoughts, !text.isEmpty { note(.thought(WireText(text))) }
        case .unknown: break
        }
    }

    private mutating func take(_ text: String, of role: MessageRole) {
        guard !text.isEmpty else { return }
        switch role {
        case .assistant: note(.text(WireText(text)))
        case .user: note(.user([.text(WireText(text))]))
        default:
            var notice = Notice(.info, role.rawValue, text)
            notice.isShort = true
            note(.notice(notice))
        }
    }

    private mutating func note(_ item: HistoryItem) {
        items.append(.history(item, at: milliseconds))
        if items.count / 2 > max { forget() }
    }

    private mutating func forget() {
        guard items.count > max else { return }
        earlier += items.count - max
        items.removeFirst(items.count - max)
    }
}
