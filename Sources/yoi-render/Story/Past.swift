internal import Shared

/// The history in a snapshot, one short item each.
struct Past {
    private(set) var items: [Item] = []
    private var tools = ToolBook()

    init(_ entries: [LogEntry]) {
        for entry in entries { take(entry) }
    }
}

extension Past {
    private mutating func take(_ entry: LogEntry) {
        switch entry {
        case .segmentStart(let start): for item in start.history { take(item) }
        case .userInput(let input): items.append(.past(.user(input.segments)))
        case .assistantItem(let entry), .toolResult(let entry): take(entry.item)
        case .systemItem(let entry): items.append(.past(.notice(Notice(entry.item))))
        case .runCompleted(let end) where end.result == .limitReached:
            items.append(.past(.notice(Notice(.warning, "run", "stopped at the limit of turns"))))
        case .runErrored(let error): items.append(.past(.notice(Notice(.error, "run failed", error.message))))
        default: break
        }
    }

    private mutating func take(_ item: LoggedItem) {
        switch item {
        case .message(let message): take(message)
        case .toolCall(let call):
            tools.start(id: call.callID, name: call.name)
            tools.append(call.arguments, to: call.callID)
            for call in tools.completeAll() { items.append(.past(.call(call))) }
        case .toolResult(let result):
            let call = tools.finish(id: result.callID)?.call
            items.append(
                .past(
                    .result(
                        ToolOutcome(
                            call: call, id: result.callID, summary: result.summary, output: result.content,
                            isError: result.isError ?? false))))
        case .reasoning, .unknown: break
        }
    }

    private mutating func take(_ message: LoggedMessage) {
        let text = message.content.map(\.shown).joined()
        guard !text.isEmpty else { return }
        switch message.role {
        case .assistant: items.append(.past(.text(text)))
        case .user: items.append(.past(.user([.text(text)])))
        default: items.append(.past(.notice(Notice(.info, message.role.rawValue, text))))
        }
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
