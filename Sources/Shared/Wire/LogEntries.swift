/// A segment begins, perhaps with a history carried over.
package struct SegmentStart: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    /// A UUID.
    package var sessionID = ""
    package var systemPrompt: String?
    /// How the model is asked; nobody shows it, so it must not cost the entry.
    package var config = JSON.null
    package var history = WireList<LoggedItem>()
    package var forkedFrom: SegmentOrigin?
    package var compactedFrom: SegmentOrigin?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("session_id", &sessionID)
        try visitor.nullable("system_prompt", &systemPrompt)
        try visitor.required("config", &config)
        try visitor.required("history", &history)
        try visitor.optional("forked_from", &forkedFrom)
        try visitor.optional("compacted_from", &compactedFrom)
    }
}

/// The Worker was woken.
package struct LoggedInvoke: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var trigger = InvokeKind.userSend
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("trigger", &trigger)
    }
}

/// A user said something.
package struct LoggedUserInput: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var segments: [Segment] = []
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("segments", &segments)
    }
}

/// The assistant spoke, thought or called a tool; or a tool answered.
package struct LoggedItemEntry: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var item = LoggedItem.unknown(.null)
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("item", &item)
    }
}

/// The system put something before the model.
package struct LoggedSystemItem: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var item = SystemItem.unknown(.null)
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("item", &item)
    }
}

/// A turn ended.
package struct LoggedTurnEnd: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var turnCount: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("turn_count", &turnCount)
    }
}

/// A run ended without an error.
package struct LoggedRunEnd: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var isInterrupted = false
    package var result = RunResult.finished
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("interrupted", &isInterrupted)
        try visitor.required("result", &result)
    }
}

/// A run failed.
package struct LoggedRunError: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var isInterrupted = false
    package var message = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("interrupted", &isInterrupted)
        try visitor.required("message", &message)
    }
}

/// An entry that says no more than its kind.
package struct BareEntry: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
    }
}

/// The model's settings changed.
package struct LoggedConfig: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    /// How the model is asked; nobody shows it, so it must not cost the entry.
    package var config = JSON.null
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("config", &config)
    }
}

/// Tokens that a request took.
package struct LoggedUsage: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var historyLength: UInt64 = 0
    package var inputTotalTokens: UInt64 = 0
    package var cacheReadTokens: UInt64 = 0
    package var cacheWriteTokens: UInt64 = 0
    package var outputTokens: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("history_len", &historyLength)
        try visitor.required("input_total_tokens", &inputTotalTokens)
        try visitor.required("cache_read_tokens", &cacheReadTokens)
        try visitor.required("cache_write_tokens", &cacheWriteTokens)
        try visitor.required("output_tokens", &outputTokens)
    }
}

/// Something a part of the Worker keeps for itself.
package struct LoggedExtension: WireObject {
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64 = 0
    package var domain = ""
    package var payload = JSON.null
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("ts", &timestampMilliseconds)
        try visitor.required("domain", &domain)
        try visitor.required("payload", &payload)
    }
}

/// Where a segment came from.
package struct SegmentOrigin: WireObject {
    /// A UUID.
    package var segmentID = ""
    package var atTurnIndex: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("segment_id", &segmentID)
        try visitor.required("at_turn_index", &atTurnIndex)
    }
}
