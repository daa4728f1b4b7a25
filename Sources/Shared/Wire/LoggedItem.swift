/// An item of the history.
package enum LoggedItem: Hashable, Sendable {
    case message(MessageRole, text: String)
    case toolCall(ToolCallDone)
    case toolResult(ToolResult)
    case reasoning(text: String)
    /// An unknown kind.
    case unknown
}

extension LoggedItem: WireDecodable {
    package init(json: JSON, mode: DecodingMode) {
        let item = Fields(json)
        self =
            switch item["kind"] ?? "" {
            case "message": .message(item["role"] ?? .user, text: Self.text(item["content"] ?? []))
            case "tool_call": .toolCall(ToolCallDone(item, id: "call_id"))
            case "tool_result": .toolResult(ToolResult(item, id: "call_id", output: "content"))
            case "reasoning": .reasoning(text: Self.reasoning(item))
            default: .unknown
            }
    }

    /// A message consists of parts, with nothing in between.
    private static func text(_ parts: [JSON]) -> String {
        parts.map { $0["text"]?.string ?? $0["refusal"]?.string ?? "" }.joined()
    }

    /// If the text is empty, the summary.
    private static func reasoning(_ item: Fields) -> String {
        let text = item["text"] ?? ""
        let summary: [String] = item["summary"] ?? []
        return text.isEmpty ? summary.joined(separator: "\n") : text
    }
}
