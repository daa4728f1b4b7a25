/// The kinds of events that are told apart by their names, without decoding: those about runs, and those that show what is in
/// the log or will be.
enum EventKind: Hashable, Sendable {
    case textDelta, textDone, thinkingStart, thinkingDelta, thinkingDone
    case toolCallStart, toolCallArgsDelta, toolCallDone, toolResult
    case userMessage, systemItem, invokeStart, turnStart, llmCallStart, llmContinuation
    case runEnd, error, status, shutdown
    case snapshot, segmentRotated, rewindApplied
    case internalWorker
    case other
}

extension EventKind {
    /// - Parameter name: where the event's name is in the message.
    init(_ name: JSONStringRange, in message: Bytes) {
        func named(_ word: StaticString) -> Bool { message.starts(with: word, at: name.contents.lowerBound) }
        // serde never escapes names, so another spelling is another event.
        self =
            switch name.contents.count {
            case 5 where named("error"): .error
            case 6 where named("status"): .status
            case 7 where named("run_end"): .runEnd
            case 8 where named("shutdown"): .shutdown
            case 8 where named("snapshot"): .snapshot
            case 9 where named("text_done"): .textDone
            case 10 where named("text_delta"): .textDelta
            case 10 where named("turn_start"): .turnStart
            case 11 where named("tool_result"): .toolResult
            case 11 where named("system_item"): .systemItem
            case 12 where named("user_message"): .userMessage
            case 12 where named("invoke_start"): .invokeStart
            case 13 where named("thinking_done"): .thinkingDone
            case 14 where named("thinking_start"): .thinkingStart
            case 14 where named("thinking_delta"): .thinkingDelta
            case 14 where named("tool_call_done"): .toolCallDone
            case 14 where named("llm_call_start"): .llmCallStart
            case 14 where named("rewind_applied"): .rewindApplied
            case 15 where named("tool_call_start"): .toolCallStart
            case 15 where named("segment_rotated"): .segmentRotated
            case 15 where named("internal_worker"): .internalWorker
            case 16 where named("llm_continuation"): .llmContinuation
            case 20 where named("tool_call_args_delta"): .toolCallArgsDelta
            default: .other
            }
    }
}
