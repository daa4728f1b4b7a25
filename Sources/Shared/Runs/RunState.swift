/// The state of a Worker's runs, as far as its events say: what `--until-idle`, `--exit-status` and `yoi-render` go by.
///
/// A run that fails or is cancelled has no `run_end`: the one sure end of a run is the status idle or paused. Which
/// of `status`, `invoke_start`, `user_message` and `turn_start` comes first differs from run to run.
package struct RunState: Hashable, Sendable {
    /// How the last run ended; nil before any has, and again once another one begins.
    package private(set) var ending: RunEnding?
    /// Whether a run has begun and not ended.
    package private(set) var isUnderWay = false
    /// Whether an error has been reported by the run, or by one that began before the stream did.
    private var hasFailed = false
    private var hasSigns = false

    /// Nothing has been seen yet.
    package init() {}
}

/// How a run ended.
package enum RunEnding: Hashable, Sendable {
    /// The Worker says how.
    case result(RunResult)
    /// It reported an error.
    case failed
    /// It was cancelled.
    case cancelled
    /// The Worker is idle, and nothing said why.
    case unexplained
}

extension RunState {
    /// What an event changed.
    package struct Change: Hashable, Sendable {
        /// A run has begun.
        package var begins = false
        /// The run has ended like this.
        package var ending: RunEnding?
        /// The Worker rests, idle or paused, after anything of a run was seen.
        package var isSettled = false
    }

    /// Whether an event can change anything; another need not be decoded for ``note(_:)``.
    ///
    /// - Parameter name: Where its name is in the message.
    static func isConcerned(by name: JSONStringRange, in message: Bytes) -> Bool {
        func named(_ word: StaticString) -> Bool { message.starts(with: word, at: name.contents.lowerBound) }
        if name.hasEscapes { return true }
        return switch name.contents.count {
        case 5: named("error")
        case 6: named("status")
        case 7: named("run_end")
        case 8: named("snapshot") || named("shutdown")
        case 10: named("turn_start")
        case 12: named("invoke_start") || named("user_message")
        case 14: named("llm_call_start") || named("rewind_applied")
        default: false
        }
    }

    /// Whether anything of a run was seen since the Worker was last idle or paused.
    package var isBusy: Bool { hasSigns }

    /// Whether anything of a run was seen at all.
    var hasRun: Bool { ending != nil || isUnderWay || hasFailed || hasSigns }

    /// What `--exit-status` makes of it.
    package var exitStatus: ExitStatus {
        switch ending {
        case .result(.finished): .success
        case nil: hasFailed ? .negative : .incomplete
        default: .negative
        }
    }

    /// Takes an event; of our own `error` events only the one of a lost run counts.
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

    /// Nothing more will be said of the run under way, if there is one.
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
        // Of a run that began before the stream, an error may be all that is left.
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

    /// A snapshot whose log says how the run ended settles it. Its status alone says only that a run is under way: on the
    /// events API it is always idle.
    private mutating func note(_ snapshot: Snapshot) -> Change {
        if snapshot.status == .running { return begin() }
        guard isUnderWay, let ending = snapshot.runEnding else { return Change() }
        return settle(snapshot.status == .paused ? .result(.paused) : ending)
    }
}

extension WorkerError {
    /// Whether it answers a request that came at the wrong time: no run ends by that.
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
