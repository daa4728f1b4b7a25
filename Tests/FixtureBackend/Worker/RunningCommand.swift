/// A command that a tool call has started, with the end of its output.
struct RunningCommand {
    private struct Output {
        var start = 0
        var end = 0
        var content = ""
    }

    /// The real Runtime keeps the last so many bytes of each stream.
    private static let kept = 32 << 10

    let id: String
    let call: String?
    private let startedAt: Int
    private var observedAt: Int
    private var lastOutputAt: Int?
    private var streams = ["stdout": Output(), "stderr": Output()]

    init(_ id: String, _ started: [String: Any]) {
        self.id = id
        call = started["tool_call_id"] as? String
        startedAt = started["observed_at_ms"] as? Int ?? 0
        observedAt = startedAt
    }
}

extension RunningCommand {
    mutating func take(_ output: [String: Any]) {
        guard let stream = output["stream"] as? String, let content = output["content"] as? String else { return }
        observedAt = output["observed_at_ms"] as? Int ?? observedAt
        lastOutputAt = observedAt
        var kept = streams[stream] ?? Output()
        kept.content += content
        kept.end = output["end_offset"] as? Int ?? kept.end + content.utf8.count
        if kept.content.utf8.count > Self.kept {
            kept.content = String(decoding: kept.content.utf8.suffix(Self.kept), as: UTF8.self)
            kept.start = kept.end - kept.content.utf8.count
        }
        streams[stream] = kept
    }

    var json: String {
        """
        {"command_id":\(JSONText.string(id)),"tool_call_id":\(call.map(JSONText.string) ?? "null"),"status":"running",\
        "started_at_ms":\(startedAt),"observed_at_ms":\(observedAt),"last_output_at_ms":\(lastOutputAt.map { "\($0)" } ?? "null"),\
        "stdout":\(json(of: "stdout")),"stderr":\(json(of: "stderr")),"exit_code":null}
        """
    }

    private func json(of stream: String) -> String {
        let output = streams[stream] ?? Output()
        return """
            {"start_offset":\(output.start),"end_offset":\(output.end),"content":\(JSONText.string(output.content)),\
            "truncated":\(output.start > 0)}
            """
    }
}
