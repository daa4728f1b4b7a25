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
        milliseconds = entry.timestampMilliseconds.flatMap(Int64.init(exactly:))
        switch entry {
        case .segmentStart(let start): start.history.forEach { take($0) }
        case .userInput(let input):
            // What was open before has been given up.
            _ = tools.abandon()
            note(.user(input.segments))
        case .assistantItem(let entry), .toolResult(let entry): take(entry.item)
        case .systemItem(let entry): note(.notice(Notice(entry.item)))
        case .runCompleted(let end) where end.result == .limitReached:
            note(.notice(Notice(.warning, "run", "stopped at the limit of turns")))
        case .runErrored(let error):
            note(
                .notice(Notice(.error, "run", error.message == "Cancelled" ? "cancelled" : "failed: " + error.message)))
        default: break
        }
    }

    private mutating func take(_ item: LoggedItem) {
        switch item {
        case .message(let message): take(message)
        case .toolCall(let call):
            tools.start(id: call.callID, name: call.name)
            tools.append(call.arguments, to: call.callID)
            for call in tools.completeAll() { note(.call(call)) }
        case .toolResult(let result):
            let call = tools.finish(id: result.callID, summary: result.summary)?.call
            note(
                .result(
                    ToolOutcome(
                        call: call, id: result.callID, summary: result.summary, output: result.content,
                        isError: result.isError ?? false)))
        case .reasoning, .unknown: break
        }
    }

    private mutating func take(_ message: LoggedMessage) {
        let text = message.content.map(\.shown).joined()
        guard !text.isEmpty else { return }
        switch message.role {
        case .assistant: note(.text(WireText(text)))
        case .user: note(.user([.text(text)]))
        default: note(.notice(Notice(.info, message.role.rawValue, text)))
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

extension MessagePart {
    fileprivate var shown: String {
        switch self {
        case .text(let text, _): text
        case .refusal(let text, _): text
        case .unknown: ""
        }
    }
}

extension LogEntry {
    fileprivate var timestampMilliseconds: UInt64? {
        switch self {
        case .segmentStart(let entry): entry.timestampMilliseconds
        case .userInput(let entry): entry.timestampMilliseconds
        case .assistantItem(let entry), .toolResult(let entry): entry.timestampMilliseconds
        case .systemItem(let entry): entry.timestampMilliseconds
        case .runCompleted(let entry): entry.timestampMilliseconds
        case .runErrored(let entry): entry.timestampMilliseconds
        default: nil
        }
    }
}
