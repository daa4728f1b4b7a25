internal import Shared

/// Where a run stands and what it has taken so far.
struct RunTracker {
    private var state = RunState()
    private var summary = RunSummary()
    private var end: RunSummary?
}

extension RunTracker {
    /// Whether a run has begun and not ended.
    var isUnderWay: Bool { state.isUnderWay }

    /// What `--exit-status` makes of the runs so far.
    var exitStatus: ExitStatus { state.exitStatus }

    mutating func note(_ event: Event) {
        let change = state.note(event)
        switch event {
        case .llmCallStart: summary.requests += 1
        case .usage(let usage): summary.add(usage)
        default: break
        }
        if let ending = change.ending {
            summary.ending = ending
            end = summary
            summary = RunSummary()
        }
        switch event {
        case .rewindApplied: summary = RunSummary()
        case .status(let status) where status != .running: summary = RunSummary()
        default: break
        }
    }

    /// Whether the run has ended and that has not been taken yet.
    var hasEnded: Bool { end != nil }

    /// The end of the run, once.
    mutating func takeEnd() -> RunSummary? {
        defer { end = nil }
        return end
    }

    /// The end of the run, if the stream ends in its middle.
    mutating func cut() -> RunSummary? {
        guard isUnderWay else { return nil }
        summary.ending = nil
        return summary
    }

    /// Nothing more will be said of the run under way, if there is one.
    mutating func abandon() {
        state.abandon()
        summary = RunSummary()
    }
}
