extension WorkerLog {
    /// Where a rewind can go, the newest first: the `rewind_targets` event.
    var rewindTargets: String {
        guard !entries.isEmpty else { return Said.error("internal", "Worker aggregate has no materialized Session") }
        let inputs = entries.indices.filter { entries[$0].kind == "user_input" }
        let targets = inputs.enumerated().reversed().map { number, index in
            let entry = JSONText.object(Array(entries[index].json.utf8)) ?? [:]
            let segments = entry["segments"] as? [[String: Any]] ?? []
            let preview = segments.map { $0.string("content") }.joined().replacing("\n", with: " ").prefix(120)
            return """
                {"id":{"segment_id":"\(segmentID)","user_input_entry_index":\(index)},\
                "expected_head_entries":\(entries.count),"truncate_entries":\(start(of: index)),\
                "turn_index":\(number + 1),"timestamp_ms":\(entry["ts"] as? Int ?? 0),\
                "preview":\(JSONText.string(preview)),"eligible":true}
                """
        }
        let list = targets.joined(separator: ",")
        return #"{"event":"rewind_targets","data":{"head_entries":\#(entries.count),"targets":[\#(list)]}}"#
    }

    /// The `rewind_applied` event, or why there can be none.
    func rewind(to target: [String: Any], expecting head: Int?) -> Result<String, Refusal> {
        let index = target["user_input_entry_index"] as? Int ?? -1
        guard target.string("segment_id") == segmentID else {
            return .failure(Refusal("rewind target belongs to a different segment"))
        }
        guard head == entries.count else { return .failure(Refusal("the session has moved on since")) }
        guard entries.indices.contains(index), entries[index].kind == "user_input",
            let input = JSONText.object(Array(entries[index].json.utf8))?["segments"]
        else { return .failure(Refusal("no user input at that entry")) }
        let kept = entries[..<start(of: index)]
        return .success(
            """
            {"event":"rewind_applied","data":{"entries":[\(kept.map(\.json).joined(separator: ","))],\
            "input":\(JSONText.encode(input)),"summary":{"truncated_to_entries":\(kept.count),\
            "discarded_entries":\(entries.count - kept.count),"tool_side_effect_warning":\
            \(entries[kept.count...].contains { $0.kind == "tool_result" })}}}
            """)
    }

    /// What a compaction says that anybody asked for; only an alert where there is nothing to compact.
    var compaction: [String] {
        guard entries.contains(where: { $0.kind == "user_input" }) else {
            return [
                """
                {"event":"alert","data":{"level":"warn","source":"compactor","message":"manual compact skipped: no \
                conversation history to compact","timestamp_ms":1795646660000}}
                """
            ]
        }
        let next = Self.segmentID(segments + 1)
        let start = """
            {"compacted_from":{"at_turn_index":\(turns),"segment_id":"\(segmentID)"},"config":\(Self.config),\
            "history":[{"content":[{"kind":"text","text":"[Compacted context summary]\\n\\n\(entries.count) entries."}],\
            "kind":"message","role":"system"}],"kind":"segment_start",\
            "session_id":"01a00000-0000-7000-8000-000000000001","system_prompt":"(the system prompt)",\
            "ts":\(1_795_646_660_000 + segments * 1_000_000)}
            """
        return [
            #"{"event":"compact_start"}"#, #"{"event":"segment_rotated","data":{"entry":\#(start)}}"#,
            #"{"event":"compact_done","data":{"new_segment_id":"\#(next)"}}"#,
        ]
    }

    /// Where the run with this input begins.
    private func start(of input: Int) -> Int {
        input > 0 && entries[input - 1].kind == "invoke" ? input - 1 : input
    }
}

/// Why a method is refused, in the Worker's words.
struct Refusal: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
