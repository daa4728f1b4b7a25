extension Event {
    /// - Parameters:
    ///   - name: the event's kind.
    ///   - data: its payload, which the kinds without one ignore.
    ///   - line: the object around both, for errors.
    init(name: String, data: JSON?, line: JSON) throws(WireError) {
        switch name {
        case "user_message": self = .userMessage(try Self.payload(data, line))
        case "system_item": self = .systemItem(try Self.payload(data, line))
        case "invoke_start": self = .invokeStart(try Self.payload(data, line))
        case "turn_start": self = .turnStart(try Self.payload(data, line))
        case "turn_end": self = .turnEnd(try Self.payload(data, line))
        case "llm_call_start": self = .llmCallStart(try Self.payload(data, line))
        case "llm_call_end": self = .llmCallEnd(try Self.payload(data, line))
        case "llm_retry": self = .llmRetry(try Self.payload(data, line))
        case "llm_continuation": self = .llmContinuation(try Self.payload(data, line))
        case "text_delta": self = .textDelta(try Self.payload(data, line))
        case "text_done": self = .textDone(try Self.payload(data, line))
        case "thinking_start": self = .thinkingStart
        case "thinking_delta": self = .thinkingDelta(try Self.payload(data, line))
        case "thinking_done": self = .thinkingDone(try Self.payload(data, line))
        case "tool_call_start": self = .toolCallStart(try Self.payload(data, line))
        case "tool_call_args_delta": self = .toolCallArgsDelta(try Self.payload(data, line))
        case "tool_call_done": self = .toolCallDone(try Self.payload(data, line))
        case "tool_result": self = .toolResult(try Self.payload(data, line))
        case "usage": self = .usage(try Self.payload(data, line))
        case "run_end": self = .runEnd(try Self.payload(data, line))
        case "error": self = .error(try Self.payload(data, line))
        case "snapshot": self = .snapshot(try Self.payload(data, line))
        case "segment_rotated": self = .segmentRotated(try Self.payload(data, line))
        case "status": self = .status(try Self.payload(data, line))
        case "completions": self = .completions(try Self.payload(data, line))
        case "rewind_targets": self = .rewindTargets(try Self.payload(data, line))
        case "rewind_applied": self = .rewindApplied(try Self.payload(data, line))
        case "workers_listed": self = .workersListed(try Self.payload(data, line))
        case "worker_restored": self = .workerRestored(try Self.payload(data, line))
        case "peer_registered": self = .peerRegistered(try Self.payload(data, line))
        case "alert": self = .alert(try Self.payload(data, line))
        case "memory_worker": self = .memoryWorker(try Self.payload(data, line))
        case "compact_start": self = .compactStart
        case "compact_done": self = .compactDone(try Self.payload(data, line))
        case "compact_failed": self = .compactFailed(try Self.payload(data, line))
        case "shutdown": self = .shutdown
        default: self = .unknown(name: name, data: data)
        }
    }

    private static func payload<Payload: WireObject>(_ data: JSON?, _ line: JSON) throws(WireError) -> Payload {
        guard let data else { throw WireError(.missing, line, path: "data") }
        do throws(WireError) {
            return try Payload(json: data)
        } catch {
            throw error.inside("data")
        }
    }
}
