/// The reply to `list_completions`.
package struct Completions: Hashable, Sendable {
    package var kind: CompletionKind
    package var entries: [Completion]

    init(_ data: Fields) {
        kind = data["kind"] ?? .file
        entries = data["entries"] ?? []
    }
}

/// One possible completion.
package struct Completion: Hashable, Sendable {
    package var value: String
    package var isDirectory: Bool
}

extension Completion: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        value = try fields.required("value")
        isDirectory = fields["is_dir"] ?? false
    }
}

/// In the reply to `list_rewind_targets`: a point in the history that the session can be rewound to.
package struct RewindTarget: Hashable, Sendable {
    package var turnIndex: UInt64?
    package var preview: String
    package var isEligible: Bool
    package var disabledReason: String?
}

extension RewindTarget: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        turnIndex = fields["turn_index"]
        preview = fields["preview"] ?? ""
        isEligible = fields["eligible"] ?? true
        disabledReason = fields["disabled_reason"]
    }
}

/// The session was rewound.
package struct RewindApplied: Hashable, Sendable {
    /// The user input that was removed, to be edited.
    package var input: [InputSegment]
    package var discardedEntries: UInt64?
    /// Whether the effects of tools remain.
    package var toolSideEffectWarning: Bool

    init(_ data: Fields) {
        input = data["input"] ?? []
        let summary = Fields(data["summary"] ?? .null)
        discardedEntries = summary["discarded_entries"]
        toolSideEffectWarning = summary["tool_side_effect_warning"] ?? false
    }
}
