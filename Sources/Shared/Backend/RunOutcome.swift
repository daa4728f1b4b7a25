/// How the Worker's last run ended, as far as its events tell: what `--exit-status` answers in every filter.
///
/// A run that fails or is cancelled has no `run_end`: its one sure end is the status idle or paused.
package struct RunOutcome: Hashable, Sendable {
    /// What is known; ``Verdict/none`` again as soon as another run begins.
    package private(set) var verdict = Verdict.none
    private var isOpen = false

    /// Nothing has been seen yet.
    package init() {}

    /// How a run ended.
    package enum Verdict: Hashable, Sendable {
        /// No run has ended, or none that was seen.
        case none
        /// The Worker says that it did what it was asked.
        case finished
        /// It failed, was cancelled, paused, cut short or taken back.
        case unfinished
    }
}

extension RunOutcome {
    /// Takes one of the Worker's own events.
    package mutating func note(_ event: Event) {
        switch event {
        case .turnStart, .llmCallStart: begin()
        case .snapshot(let snapshot) where snapshot.status == .running: begin()
        case .status(let change) where change.status == .running: begin()
        case .status(let change) where change.status == .idle || change.status == .paused:
            end()
        case .shutdown: end()
        case .runEnd(let end):
            verdict = end.result == .finished ? .finished : .unfinished
            isOpen = false
        case .error(let error):
            // Outside of a run an error counts only if it is all there is: it may be the rest of one, behind a cursor.
            let isOfRun = isOpen && !error.isRefusal
            if isOfRun || !isOpen && verdict == .none { verdict = .unfinished }
        default: break
        }
    }

    /// Nobody has said how.
    private mutating func end() {
        if isOpen, verdict == .none { verdict = .unfinished }
        isOpen = false
    }

    private mutating func begin() {
        if !isOpen { verdict = .none }
        isOpen = true
    }
}

extension RunOutcome.Verdict {
    /// What `--exit-status` makes of it.
    package var exitStatus: ExitStatus {
        switch self {
        case .none: .incomplete
        case .finished: .success
        case .unfinished: .negative
        }
    }
}

extension WorkerError {
    /// Whether it answers a request that came at a wrong time: no run ends by that.
    package var isRefusal: Bool { ["already_running", "not_running", "not_paused"].contains(code.rawValue) }
}
