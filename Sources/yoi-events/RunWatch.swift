internal import Shared

/// Follows the Worker's runs through the stream: when one is over, and how the last one ended.
struct RunWatch: Hashable, Sendable {
    private var outcome = RunOutcome()
    private var hasBegun = false
}

extension RunWatch {
    /// The events that tell something about a run; all others need not be shown.
    static let names: [StaticString] = [
        "status", "invoke_start", "user_message", "turn_start", "llm_call_start", "run_end", "error", "snapshot",
        "shutdown",
    ]

    /// What `--exit-status` makes of it.
    var status: ExitStatus { outcome.verdict.exitStatus }

    /// Takes one of the Worker's own events.
    ///
    /// - Returns: whether a run is over with this event.
    mutating func note(_ event: Event) -> Bool {
        let isFirst = outcome.verdict == .none
        outcome.note(event)
        switch event {
        case .invokeStart, .userMessage, .turnStart, .llmCallStart: hasBegun = true
        case .status(let change) where change.status == .running: hasBegun = true
        case .status(let change) where change.status == .idle || change.status == .paused:
            defer { hasBegun = false }
            return hasBegun
        // These two are signs of a run as well: they may be all that is left of it behind a cursor.
        case .runEnd: hasBegun = true
        case .error(let error) where isFirst && !error.isRefusal: hasBegun = true
        default: break
        }
        return false
    }
}
