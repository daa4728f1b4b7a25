extension Event {
    /// The kind's name on the wire.
    package var name: String { content.name }

    /// The payload; `nil` for the kinds without one.
    var data: (any WireValue)? { content.data }

    private var content: (name: String, data: (any WireValue)?) {
        switch self {
        case .userMessage(let data): ("user_message", data)
        case .systemItem(let data): ("system_item", data)
        case .invokeStart(let data): ("invoke_start", data)
        case .turnStart(let data): ("turn_start", data)
        case .turnEnd(let data): ("turn_end", data)
        case .llmCallStart(let data): ("llm_call_start", data)
        case .llmCallEnd(let data): ("llm_call_end", data)
        case .llmRetry(let data): ("llm_retry", data)
        case .llmContinuation(let data): ("llm_continuation", data)
        case .textDelta(let data): ("text_delta", data)
        case .textDone(let data): ("text_done", data)
        case .thinkingStart: ("thinking_start", nil)
        case .thinkingDelta(let data): ("thinking_delta", data)
        case .thinkingDone(let data): ("thinking_done", data)
        case .toolCallStart(let data): ("tool_call_start", data)
        case .toolCallArgsDelta(let data): ("tool_call_args_delta", data)
        case .toolCallDone(let data): ("tool_call_done", data)
        case .toolResult(let data): ("tool_result", data)
        case .usage(let data): ("usage", data)
        case .runEnd(let data): ("run_end", data)
        case .error(let data): ("error", data)
        case .snapshot(let data): ("snapshot", data)
        case .segmentRotated(let data): ("segment_rotated", data)
        case .status(let data): ("status", data)
        case .completions(let data): ("completions", data)
        case .rewindTargets(let data): ("rewind_targets", data)
        case .rewindApplied(let data): ("rewind_applied", data)
        case .workersListed(let data): ("workers_listed", data)
        case .workerRestored(let data): ("worker_restored", data)
        case .peerRegistered(let data): ("peer_registered", data)
        case .alert(let data): ("alert", data)
        case .memoryWorker(let data): ("memory_worker", data)
        case .compactStart: ("compact_start", nil)
        case .compactDone(let data): ("compact_done", data)
        case .compactFailed(let data): ("compact_failed", data)
        case .shutdown: ("shutdown", nil)
        case .unknown(let name, let data): (name, data)
        }
    }
}
