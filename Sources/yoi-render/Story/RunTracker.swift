internal import Shared

/// Where a run stands and what it has taken so far.
///
/// A run that fails or is cancelled has no `run_end`: the one sure end is the status idle or paused.
struct RunTracker {
    private var summary = RunSummary()
    private var isOpen = false
    private var hasFailed = false
    private var end: RunSummary?
    private var outcome = RunOutcome()
}

extension RunTracker {
    /// Whether a run has begun and not ended.
    var isUnderWay: Bool { isOpen }

    /// How the last run ended.
    var verdict: RunOutcome.Verdict { outcome.verdict }

    mutating func note(_ event: Event) {
        outcome.note(event)
        switch event {
        case .snapshot(let snapshot): isOpen = isOpen || snapshot.status == .running
        case .turnStart: isOpen = true
        case .llmCallStart:
            isOpen = true
            summary.requests += 1
        case .usage(let usage): summary.add(usage)
        case .runEnd(let end): close(.result(end.result))
        case .error(let error) where error.isRefusal: break
        case .error(let error):
            hasFailed = isOpen
            if isOpen, error.code == .internalError, error.message == "Cancelled" { close(.cancelled) }
        case .shutdown: if isOpen { close(hasFailed ? .failed : .ended) }
        case .status(let change) where change.status == .running: isOpen = true
        case .status(let change):
            if isOpen { close(change.status == .paused ? .result(.paused) : hasFailed ? .failed : .ended) }
            reset()
        default: break
        }
    }

    /// The end of the run, once.
    mutating func takeEnd() -> RunSummary? {
        defer { end = nil }
        return end
    }

    /// The end of the run, if the stream ends in its middle.
    mutating func cut() -> RunSummary? {
        guard isOpen else { return nil }
        summary.ending = .cut
        return summary
    }

    /// Forgets what a run has taken: it is over, or taken back.
    mutating func reset() { (summary, isOpen, hasFailed) = (RunSummary(), false, false) }

    private mutating func close(_ ending: RunSummary.Ending) {
        summary.ending = ending
        end = summary
        reset()
    }
}
