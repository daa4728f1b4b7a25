internal import Shared

/// A thing to show. ``Conversation`` makes items of the events, in the order in which they are to be shown.
enum Item: Equatable {
    case greeting(Greeting, WorkerStatus)
    /// Something that happened before we attached, in short; `at` is in milliseconds since 1970.
    case history(HistoryItem, at: Int64?)
    /// A number of items that are left out here.
    case earlier(Int)
    case user([InputSegment])
    /// A piece of the assistant's text; more may follow until `textEnd`.
    case text(WireText)
    /// The next text is not the rest of one that was interrupted.
    case newText
    case textEnd
    /// A piece of thinking; empty if it is only known that there is some.
    case thinking(WireText)
    case thinkingEnd
    case call(ToolCall)
    case result(ToolOutcome)
    /// Output of a running command.
    case output(CommandPiece)
    /// A command that has been running for long.
    case running(ToolCall?, Duration)
    case notice(Notice)
    case runEnd(RunSummary)
    /// Input that is not an event.
    case unreadable(InvalidInput)
}

/// An item of a snapshot's history.
enum HistoryItem: Equatable {
    case user([InputSegment])
    case text(WireText)
    /// The last text, to be shown whole.
    case answer(WireText)
    case thought(WireText)
    case call(ToolCall)
    case result(ToolOutcome)
    case notice(Notice)
}

/// Input that is not an event, or an event with a required field missing.
struct InvalidInput: Equatable {
    var line: Int
    var reason: String
    /// How it begins.
    var excerpt: String
}

extension Item {
    /// When it happened, in milliseconds since 1970, where the event says so.
    var milliseconds: Int64? {
        switch self {
        case .notice(let notice): notice.milliseconds
        case .history(_, let milliseconds): milliseconds
        default: nil
        }
    }

    /// Whether it says how a run of the history ended.
    var isEndOfRun: Bool {
        if case .history(.notice(let notice), _) = self { notice.label == History.endOfRun } else { false }
    }

    /// Whether it is a text of the history that contains this one.
    func repeats(_ text: String) -> Bool {
        switch self {
        case .history(.text(let known), _), .history(.answer(let known), _): known.string.containsBytes(of: text)
        default: false
        }
    }
}

extension HistoryItem {
    /// The item that this would be if it happened now.
    var live: Item {
        switch self {
        case .user(let segments): .user(segments)
        case .text(let text), .answer(let text): .text(text)
        case .thought(let text): .thinking(text)
        case .call(let call): .call(call)
        case .result(let outcome): .result(outcome)
        case .notice(let notice): .notice(notice)
        }
    }
}

extension String {
    /// Whether another text is in it, in linear time (Knuth, Morris, Pratt): `contains` may take the square of the length.
    fileprivate func containsBytes(of text: String) -> Bool {
        let part = Array(text.utf8)
        guard part.count <= utf8.count else { return false }
        guard !part.isEmpty else { return true }
        var borders = [0]
        var length = 0
        for byte in part.dropFirst() {
            while length > 0, part[length] != byte { length = borders[length - 1] }
            length += part[length] == byte ? 1 : 0
            borders.append(length)
        }
        length = 0
        for byte in utf8 {
            while length > 0, part[length] != byte { length = borders[length - 1] }
            length += part[length] == byte ? 1 : 0
            if length == part.count { return true }
        }
        return false
    }
}
