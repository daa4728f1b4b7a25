internal import Shared

/// Follows the Worker's runs through the stream: when one is over, and how the last one ended.
///
/// A run that fails or is cancelled has no `run_end`: its one sure end is the status idle or paused.
struct RunWatch: Hashable, Sendable {
    /// How the run that was seen last ended; `nil` while it goes on, or where none was seen.
    private(set) var outcome: Outcome?
    private var hasBegun = false

    enum Outcome: Hashable, Sendable {
        case finished
        case notFinished
    }
}

extension RunWatch {
    /// The events that tell something about a run; all others need not be shown.
    static let names: [StaticString] = ["status", "invoke_start", "user_message", "turn_start", "run_end", "error"]

    /// Takes one of the Worker's own events.
    ///
    /// - Returns: whether a run is over with this event.
    mutating func note(_ event: Event) -> Bool {
        switch event {
        case .invokeStart, .userMessage, .turnStart: begin()
        case .status(let change) where change.status == .running: begin()
        case .status(let change) where change.status == .idle || change.status == .paused:
            defer { hasBegun = false }
            return hasBegun
        // These two are signs of a run as well: they may be all that is left of it behind a cursor.
        case .runEnd(let end):
            begin()
            outcome = end.result == .finished ? .finished : .notFinished
        // Not every error is a run's: one that is refused because nothing runs does not undo what was finished.
        case .error where hasBegun || outcome == nil:
            begin()
            outcome = .notFinished
        default: break
        }
        return false
    }

    /// What `--exit-status` makes of it.
    var status: ExitStatus {
        switch outcome {
        case .finished: .success
        case .notFinished: .negative
        case nil: .incomplete
        }
    }

    private mutating func begin() {
        if !hasBegun { outcome = nil }
        hasBegun = true
    }
}
