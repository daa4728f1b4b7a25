extension Event {
    /// The names of all known kinds, as they are on the wire.
    package static let names = [
        "user_message", "system_item", "invoke_start", "turn_start", "turn_end", "llm_call_start", "llm_call_end",
        "llm_retry", "llm_continuation", "text_delta", "text_done", "thinking_start", "thinking_delta", "thinking_done",
        "tool_call_start", "tool_call_args_delta", "tool_call_done", "tool_result", "command", "usage", "run_end",
        "error", "snapshot", "segment_rotated", "status", "completions", "rewind_targets", "rewind_applied",
        "workers_listed", "worker_restored", "peer_registered", "alert", "memory_worker", "compact_start",
        "compact_done", "compact_failed", "internal_worker", "internal_worker_removed", "shutdown",
    ]
}
