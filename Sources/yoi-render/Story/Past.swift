internal import Shared

/// The history in a snapshot: its last items, each in short.
struct Past {
    /// Items that are kept.
    private let most: Int
    private(set) var items: [Item] = []
    /// Items before those.
    private(set) var earlier = 0
    private var tools = ToolBook()
    /// When the entry was written; since 1970.
    private var milliseconds: Int64?

    init(_ entries: WireList<LogEntry>, most: Int) {
        self.most = most
        entries.forEach { take($0) }
        forget(beyond: most)
    }
}

extension Past {
    /// Calls that have no result yet.
    var openCalls: ToolBook {
        var tools = tools
        tools.endTurn()
        return tools
    }

    /// Where the conversation stands is what one comes to see: if an answer is the last item, it is shown whole.
    mutating func showLastAnswer() {
        guard case .past(.text(let text), let milliseconds)? = items.last else { return }
        items[items.count - 1] = .past(.answer(text), at: milliseconds)
    }
}

extension Past {
    private mutating func take(_ entry: LogEntry) {
        milliseconds = entry.milliseconds
        switch entry.content {
        case .segmentStart(let start): start.history.forEach { take($0) }
        case .userInput(let segments):
            // What was open before has been given up.
            _ = tools.abandon()
            note(.user(segments))
        case .item(let item): take(item)
        case .systemItem(let item): note(.notice(Notice(item)))
        case .runCompleted(.limitReached):
            note(.notice(Notice(.warning, "run", "stopped at the limit of turns")))
        case .runErrored(let message):
            note(.notice(Notice(.error, "run", message == "Cancelled" ? "cancelled" : "failed: " + message)))
        default: break
        }
    }

    private mutating func take(_ item: LoggedItem) {
        switch item {
        case .message(let role, let text): take(text, of: role)
        case .toolCall(let call):
            tools.start(id: call.id, name: call.name)
            tools.append(call.arguments, to: call.id)
            for call in tools.completeAll() { note(.call(call)) }
        case .toolResult(let result):
            let call = tools.finish(id: result.id, summary: result.summary)?.call
            note(.result(ToolOutcome(result, of: call)))
            for attachment in result.attachments { note(.notice(Notice(attachment))) }
        case .reasoning, .unknown: break
        }
    }

    private mutating func take(_ text: String, of role: MessageRole) {
        guard !text.isEmpty else { return }
        switch role {
        case .assistant: note(.text(WireText(text)))
        case .user: note(.user([.text(text)]))
        default: note(.notice(Notice(.info, role.rawValue, text)))
        }
    }

    private mutating func note(_ past: Item.Past) {
        items.append(.past(past, at: milliseconds))
        if items.count > 2 * most { forget(beyond: most) }
    }

    private mutating func forget(beyond most: Int) {
        guard items.count > most else { return }
        earlier += items.count - most
        items.removeFirst(items.count - most)
    }
}
