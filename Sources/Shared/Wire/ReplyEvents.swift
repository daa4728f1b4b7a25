/// Answers to `list_completions`.
package struct Completions: WireObject {
    package var kind = CompletionKind(rawValue: "file")
    package var entries: [Completion] = []
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("kind", &kind)
        try visitor.required("entries", &entries)
    }
}

/// One thing that could be typed.
package struct Completion: WireObject {
    package var value = ""
    package var isDirectory = false
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("value", &value)
        try visitor.defaulted("is_dir", &isDirectory, false)
    }
}

/// Answers to `list_rewind_targets`, newest first.
package struct RewindTargets: WireObject {
    package var headEntries: UInt64 = 0
    package var targets: [RewindTarget] = []
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("head_entries", &headEntries)
        try visitor.required("targets", &targets)
    }
}

/// A place in the history that the session can be taken back to.
package struct RewindTarget: WireObject {
    package var id = RewindTargetID()
    package var expectedHeadEntries: UInt64 = 0
    package var truncateEntries: UInt64 = 0
    package var turnIndex: UInt64 = 0
    /// Milliseconds since 1970.
    package var timestampMilliseconds: UInt64?
    package var preview = ""
    package var isEligible = true
    package var disabledReason: String?
    package var warning: String?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("id", &id)
        try visitor.required("expected_head_entries", &expectedHeadEntries)
        try visitor.required("truncate_entries", &truncateEntries)
        try visitor.required("turn_index", &turnIndex)
        try visitor.nullable("timestamp_ms", &timestampMilliseconds)
        try visitor.required("preview", &preview)
        try visitor.required("eligible", &isEligible)
        try visitor.optional("disabled_reason", &disabledReason)
        try visitor.optional("warning", &warning)
    }
}

/// Names a rewind target.
package struct RewindTargetID: WireObject {
    /// A UUID.
    package var segmentID = ""
    package var userInputEntryIndex: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("segment_id", &segmentID)
        try visitor.required("user_input_entry_index", &userInputEntryIndex)
    }
}

/// The session was taken back.
package struct RewindApplied: WireObject {
    /// What is left of the history.
    package var entries = WireList<LogEntry>()
    /// The input that was taken back, to be edited.
    package var input: [Segment] = []
    package var summary = RewindSummary()
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("entries", &entries)
        try visitor.required("input", &input)
        try visitor.required("summary", &summary)
    }
}

/// What a rewind did.
package struct RewindSummary: WireObject {
    package var truncatedToEntries: UInt64 = 0
    package var discardedEntries: UInt64 = 0
    /// Tools ran whose effects are still there.
    package var toolSideEffectWarning = false
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("truncated_to_entries", &truncatedToEntries)
        try visitor.required("discarded_entries", &discardedEntries)
        try visitor.required("tool_side_effect_warning", &toolSideEffectWarning)
    }
}

/// An answer that the protocol leaves free: `workers` of `workers_listed`.
package struct WorkersListed: WireObject {
    package var workers = JSON.null
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("workers", &workers)
    }
}

/// An answer that the protocol leaves free: `result` of `worker_restored` and `peer_registered`.
package struct FreeResult: WireObject {
    package var result = JSON.null
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("result", &result)
    }
}
