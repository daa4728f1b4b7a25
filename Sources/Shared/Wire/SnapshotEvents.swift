/// Where the Worker stands, sent once at the start of a connection.
package struct Snapshot: WireObject {
    package var entries = WireList<LogEntry>()
    package var greeting = Greeting()
    package var status = WorkerStatus.idle
    package var inFlight = InFlight()
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("entries", &entries)
        try visitor.required("greeting", &greeting)
        try visitor.defaulted("status", &status, .idle)
        try visitor.defaulted("in_flight", &inFlight, InFlight())
    }
}

/// Who the Worker is. Made when it starts, so its numbers can be old.
package struct Greeting: WireObject {
    package var workerName = ""
    package var cwd = ""
    package var provider = ""
    package var model = ""
    /// Several lines.
    package var scopeSummary = ""
    package var tools: [String] = []
    package var contextWindow: UInt64 = 0
    package var contextTokens: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("worker_name", &workerName)
        try visitor.required("cwd", &cwd)
        try visitor.required("provider", &provider)
        try visitor.required("model", &model)
        try visitor.required("scope_summary", &scopeSummary)
        try visitor.required("tools", &tools)
        try visitor.defaulted("context_window", &contextWindow, 0)
        try visitor.defaulted("context_tokens", &contextTokens, 0)
    }
}

/// What has streamed but is not in the log yet; can be stale unless the status is running.
package struct InFlight: WireObject {
    package var blocks: [InFlightBlock] = []
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.defaulted("blocks", &blocks, [])
    }
}

/// One unfinished block; a kind that is not known here is kept as it is.
package enum InFlightBlock: WireValue {
    case text(InFlightText)
    case thinking(InFlightText)
    case toolCall(InFlightToolCall)
    case unknown(JSON)

    package init(json: JSON, mode: DecodingMode) {
        let decoded: Self? =
            switch json["kind"]?.string {
            case "text": Self.decoded(Self.text, json, mode)
            case "thinking": Self.decoded(Self.thinking, json, mode)
            case "tool_call": Self.decoded(Self.toolCall, json, mode)
            default: nil
            }
        self = decoded ?? .unknown(json)
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let block): block.write(tag: "kind", "text", to: &writer)
        case .thinking(let block): block.write(tag: "kind", "thinking", to: &writer)
        case .toolCall(let block): block.write(tag: "kind", "tool_call", to: &writer)
        case .unknown(let json): writer.raw(json)
        }
    }
}

/// Text or thinking so far.
package struct InFlightText: WireObject {
    package var text = ""
    package var isFinished: Bool?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("text", &text)
        try visitor.optional("finished", &isFinished)
    }
}

/// A tool call so far.
package struct InFlightToolCall: WireObject {
    package var id = ""
    package var name = ""
    package var args = ""
    /// Missing means pending.
    package var state: ToolCallState?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("id", &id)
        try visitor.required("name", &name)
        try visitor.required("args", &args)
        try visitor.optional("state", &state)
    }
}

/// A new segment of the log has begun: the first run's, or after a compaction or a fork.
package struct SegmentRotated: WireObject {
    package var entry = LogEntry.unknown(.null)
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("entry", &entry)
    }
}
