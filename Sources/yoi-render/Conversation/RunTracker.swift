internal import Shared

/// The run under way, and what it has used so far.
struct RunTracker {
    private var state = RunState()
    private var summary = RunSummary()
    private var end: RunSummary?
    /// When it began, in milliseconds since 1970.
    private var start: Int64?
    /// Size of the model's context in tokens; 0 if unknown.
    var contextWindow: UInt64 = 0
}

extension RunTracker {
    /// Whether a run has begun and not ended.
    var isUnderWay: Bool { state.isUnderWay }

    /// The status for `--exit-status` so far.
    var exitStatus: ExitStatus { state.exitStatus }

    /// - Parameter time: when the event came, in milliseconds since 1970, where the stream says so.
    mutating func note(_ event: Event, at time: Int64?) {
        let change = state.note(event)
        if change.begins { start = time }
        switch event {
        case .llmCallStart: summary.requests += 1
        case .usage(let usage):
            summary.add(usage)
            if let used = usage.inputTokens, contextWindow > 0 {
                summary.context = RunSummary.Context(used: used, window: contextWindow)
            }
        case .error(let error) where !error.isRefusal: summary.reason = error.message
        default: break
        }
        if let ending = change.ending {
            summary.ending = ending
            if let start, let time, time > start { summary.milliseconds = UInt64(time - start) }
            end = summary
            summary = RunSummary()
        }
        switch event {
        case .rewindApplied: summary = RunSummary()
        case .status(let status) where status != .running: summary = RunSummary()
        default: break
        }
    }

    /// Whether ``takeEnd()`` will return a run's end.
    var hasEnded: Bool { end != nil }

    /// The end of the run, returned once.
    mutating func takeEnd() -> RunSummary? {
        defer { end = nil }
        return end
    }

    /// The summary of a run that the stream ends in the middle of; `nil` if none is under way.
    mutating func cut() -> RunSummary? {
        guard isUnderWay else { return nil }
        summary.ending = nil
        return summary
    }

    /// Forgets the run under way, if there is one.
    mutating func abandon() {
        state.abandon()
        summary = RunSummary()
    }
}
