internal import Shared

/// Where a run stands and what it has taken so far.
///
/// A run that fails or is cancelled has no `run_end`: the one sure end is the status idle or paused.
struct RunTracker {
    private var summary = RunSummary()
    private var isOpen = false
    private var hasFailed = false
    private var end: RunSummary?
    private var lastVerdict = Verdict.none
}

extension RunTracker {
    /// How the last run ended.
    enum Verdict {
        /// No run has ended, or another one has begun since.
        case none
        case finished
        case unfinished
    }

    /// Whether a run has begun and not ended.
    var isUnderWay: Bool { isOpen }

    var verdict: Verdict { isOpen ? .none : lastVerdict }

    mutating func note(_ event: Event) {
        switch event {
        case .snapshot(let snapshot): isOpen = isOpen || snapshot.status == .running
        case .turnStart: isOpen = true
        case .llmCallStart:
            isOpen = true
            summary.requests += 1
        case .usage(let usage): summary.add(usage)
        case .runEnd(let end): close(.result(end.result), end.result == .finished ? .finished : .unfinished)
        case .error(let error) where error.isRefusal: if !isOpen, lastVerdict == .none { lastVerdict = .unfinished }
        case .error(let error):
            if isOpen || lastVerdict == .none { lastVerdict = .unfinished }
            hasFailed = isOpen
            if isOpen, error.code == .internalError, error.message == "Cancelled" { close(.cancelled, .unfinished) }
        case .shutdown: if isOpen { close(hasFailed ? .failed : .ended, .unfinished) }
        case .status(let change) where change.status == .running: isOpen = true
        case .status(let change):
            if isOpen { close(change.status == .paused ? .result(.paused) : hasFailed ? .failed : .ended, lastVerdict) }
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

    private mutating func close(_ ending: RunSummary.Ending, _ verdict: Verdict) {
        summary.ending = ending
        end = summary
        lastVerdict = verdict
        reset()
    }
}
