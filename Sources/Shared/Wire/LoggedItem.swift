/// An item of the history; a kind that is not known here, or a broken one, is kept as it is.
package enum LoggedItem: WireValue {
    case message(LoggedMessage)
    case toolCall(LoggedToolCall)
    case toolResult(LoggedToolResult)
    case reasoning(LoggedReasoning)
    case unknown(JSON)

    package init(json: JSON, mode: DecodingMode) {
        let decoded: Self? =
            switch json["kind"]?.string {
            case "message": Self.decoded(Self.message, json, mode)
            case "tool_call": Self.decoded(Self.toolCall, json, mode)
            case "tool_result": Self.decoded(Self.toolResult, json, mode)
            case "reasoning": Self.decoded(Self.reasoning, json, mode)
            default: nil
            }
        self = decoded ?? .unknown(json)
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .message(let item): item.write(tag: "kind", "message", to: &writer)
        case .toolCall(let item): item.write(tag: "kind", "tool_call", to: &writer)
        case .toolResult(let item): item.write(tag: "kind", "tool_result", to: &writer)
        case .reasoning(let item): item.write(tag: "kind", "reasoning", to: &writer)
        case .unknown(let json): writer.raw(json)
        }
    }
}

/// A message in parts, between which nothing stands.
package struct LoggedMessage: WireObject {
    package var role = MessageRole.user
    package var content: [MessagePart] = []
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("role", &role)
        try visitor.required("content", &content)
    }
}

/// A part of a message.
package enum MessagePart: WireValue {
    case text(String, whole: JSON)
    case refusal(String, whole: JSON)
    case unknown(JSON)

    package init(json: JSON, mode: DecodingMode) {
        switch json["kind"]?.string {
        case "text": self = json["text"]?.string.map { .text($0, whole: json) } ?? .unknown(json)
        case "refusal": self = json["refusal"]?.string.map { .refusal($0, whole: json) } ?? .unknown(json)
        default: self = .unknown(json)
        }
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .text(_, let json), .refusal(_, let json), .unknown(let json): writer.raw(json)
        }
    }
}

/// A tool call of the history.
package struct LoggedToolCall: WireObject {
    package var callID = ""
    package var name = ""
    /// JSON text of an object.
    package var arguments = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("call_id", &callID)
        try visitor.required("name", &name)
        try visitor.required("arguments", &arguments)
    }
}

/// A tool result of the history.
package struct LoggedToolResult: WireObject {
    package var callID = ""
    package var summary = ""
    package var content: WireText?
    /// Missing means no.
    package var isError: Bool?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("call_id", &callID)
        try visitor.required("summary", &summary)
        try visitor.optional("content", &content)
        try visitor.optional("is_error", &isError)
    }
}

/// Thinking of the history; `summary` stands for an empty `text`.
package struct LoggedReasoning: WireObject {
    package var text = ""
    package var summary: [String]?
    package var encryptedContent: String?
    package var signature: String?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("text", &text)
        try visitor.optional("summary", &summary)
        try visitor.optional("encrypted_content", &encryptedContent)
        try visitor.optional("signature", &signature)
    }
}
