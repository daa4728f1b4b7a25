/// An entry of a session's log.
package struct LogEntry: Hashable, Sendable {
    /// Milliseconds since 1970.
    package var milliseconds: Int64?
    package var content: Content

    package enum Content: Hashable, Sendable {
        case segmentStart(SegmentStart)
        /// The Worker was woken.
        case invoke
        case userInput([InputSegment])
        /// A message, a thought, a tool call or its result.
        case item(LoggedItem)
        case systemItem(SystemItem)
        case runCompleted(RunResult)
        case runErrored(message: String)
        /// A kind that is not shown, or unknown.
        case other
    }
}

extension LogEntry: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let entry = try Fields(json, mode: .lenient)
        milliseconds = entry["ts"]
        content =
            switch entry["kind"] ?? "" {
            case "segment_start": .segmentStart(SegmentStart(entry))
            case "invoke": .invoke
            case "user_input": .userInput(entry["segments"] ?? [])
            case "assistant_item", "tool_result": .item(entry["item"] ?? .unknown)
            case "system_item": entry["item"].map { .systemItem($0) } ?? .other
            case "run_completed": .runCompleted(entry["result"] ?? .ended)
            case "run_errored": .runErrored(message: entry["message"] ?? "")
            default: .other
            }
    }
}

/// A segment begins, perhaps with a history from another one.
package struct SegmentStart: Hashable, Sendable {
    package var history: WireList<LoggedItem>
    /// The segment it was forked from; a UUID.
    package var forkedFrom: String?
    /// The segment whose history was summarized; a UUID.
    package var compactedFrom: String?

    init(_ entry: Fields) {
        history = entry["history"] ?? WireList()
        forkedFrom = Self.origin(entry["forked_from"])
        compactedFrom = Self.origin(entry["compacted_from"])
    }

    private static func origin(_ json: JSON?) -> String? {
        guard let json, json.kind == .object else { return nil }
        return Fields(json)["segment_id"] ?? ""
    }
}
