/// The state of a Worker's runs according to its events, for `--until-idle`, `--exit-status` and `yoi-render`.
///
/// A run that fails or is cancelled has no `run_end`: the only sure end of a run is the status idle or paused. Any of
/// `status`, `invoke_start`, `user_message` and `turn_start` can come first.
package struct RunState: Hashable, Sendable {
    /// How the last run ended; nil before any has ended, and after another one has begun.
    package private(set) var ending: RunEnding?
    /// Whether a run has begun and not ended.
    package private(set) var isUnderWay = false
    /// Whether an error has been reported by the run, or by one that began before the stream did.
    private var hasFailed = false
    private var hasSigns = false

    package init() {}
}

/// How a run ended.
package enum RunEnding: Hashable, Sendable {
    /// The Worker said how.
    case result(RunResult)
    /// It reported an error.
    case failed
    /// It was cancelled.
    case cancelled
    /// The Worker is idle, and nothing says why.
    case unexplained
}

extension RunState {
    /// What an event changed.
    package struct Change: Hashable, Sendable {
        /// A run has begun.
        package var begins = false
        /// How the run has ended.
        package var ending: RunEnding?
        /// The Worker is idle or paused, and something of a run has been seen before.
        package var isSettled = false
    }

    /// Whether an event can change anything; others need not be decoded for ``note(_:)``.
    ///
    /// - Parameter name: Where its name is in the message.
    static func isConcerned(by name: JSONStringRange, in message: Bytes) -> Bool {
        switch EventKind(name, in: message) {
        case .error, .status, .runEnd, .snapshot, .shutdown, .turnStart, .invokeStart, .userMessage, .llmCallStart,
            .rewindApplied:
            true
        default: name.hasEscapes
        }
    }

    /// Whether anything of a run was seen since the Worker was last idle or paused.
    package var isBusy: Bool { hasSigns }

    /// Whether anything of a run was seen at all.
    var hasRun: Bool { ending != nil || isUnderWay || hasFailed || hasSigns }

    /// The result of `--exit-status`.
    package var exitStatus: ExitStatus {
        switch ending {
        case .result(.finished): .success
        case nil: hasFailed ? .negative : .incomplete
        default: .negative
        }
    }

    /// Takes an event; of our own `error` events only that for a lost run counts.
    package mutating func note(_ event: Event) -> Change {
        switch event {
        case .turnStart, .llmCallStart: return begin()
        case .invokeStart, .userMessage: hasSigns = true
        case .snapshot(let snapshot): return note(snapshot)
        case .status(.running): return begin()
        case .status(.idle): return settle(hasFailed ? .failed : .unexplained)
        case .status(.paused): return settle(.result(.paused))
        case .runEnd(let result):
            hasSigns = true
            return self.end(.result(result))
        case .error(let error): return note(error)
        case .shutdown where isUnderWay: return end(hasFailed ? .failed : .unexplained)
        case .rewindApplied: abandon()
        default: break
        }
        return Change()
    }

    /// Nothing more will be said about the run under way, if there is one.
    package mutating func abandon() {
        if isUnderWay, hasFailed { ending = .failed }
        (isUnderWay, hasFailed) = (false, false)
    }
}

extension RunState {
    private mutating func begin() -> Change {
        hasSigns = true
        guard !isUnderWay else { return Change() }
        (ending, isUnderWay, hasFailed) = (nil, true, false)
        return Change(begins: true)
    }

    private mutating func end(_ ending: RunEnding) -> Change {
        (self.ending, isUnderWay, hasFailed) = (ending, false, false)
        return Change(ending: ending)
    }

    private mutating func settle(_ ending: RunEnding) -> Change {
        var change = isUnderWay ? end(ending) : Change()
        change.isSettled = hasSigns
        hasSigns = false
        return change
    }

    private mutating func note(_ error: WorkerError) -> Change {
        guard error.origin == nil else { return error.kind == .runLost && isUnderWay ? end(.failed) : Change() }
        // An error may be all that is seen of a run that began before the stream.
        guard isUnderWay || ending == nil else { return Change() }
        guard !error.isRefusal else {
            if !isUnderWay { hasFailed = true }
            return Change()
        }
        let isFirst = !hasFailed
        hasFailed = true
        if isFirst || isUnderWay { hasSigns = true }
        return isUnderWay && error.isCancellation ? end(.cancelled) : Change()
    }

    /// A snapshot whose log shows how the run ended settles it. Its status only counts if it is running: on the events
    /// API it is always idle.
    private mutating func note(_ snapshot: Snapshot) -> Change {
        if snapshot.status == .running { return begin() }
        guard isUnderWay, let ending = snapshot.runEnding else { return Change() }
        return settle(snapshot.status == .paused ? .result(.paused) : ending)
    }
}

extension WorkerError {
    /// Whether it refuses a request that came at the wrong time, which does not end a run.
    package var isRefusal: Bool { ["already_running", "not_running", "not_paused"].contains(code.rawValue) }

    /// Whether it says that the run was cancelled.
    var isCancellation: Bool { code == .internalError && message == Self.cancelled }

    /// The message of a cancelled run's error, live and in the log.
    fileprivate static let cancelled = "Cancelled"
}

extension Snapshot {
    /// How the last run in the log ended; nil if it has not ended, or there is none.
    fileprivate var runEnding: RunEnding? {
        var ending: RunEnding?
        entries.forEach { entry in
            switch entry.content {
            case .invoke, .userInput: ending = nil
            // The run goes on in the next segment.
            case .runCompleted(.yielded): ending = nil
            case .runCompleted(let result): ending = .result(result)
            case .runErrored(let message): ending = message == WorkerError.cancelled ? .cancelled : .failed
            default: break
            }
        }
        return ending
    }
}
