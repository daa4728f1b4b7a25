internal import Shared

/// What its parent's part of the page says about a Worker inside a Worker: what it was asked, and how that ended.
struct SubWorkerNews {
    let name: String
    private var runs = RunState()
    /// Whether it has been said that it is working.
    private var isAnnounced = false
    private var hasFailed = false

    init(_ name: String) { self.name = name }
}

extension SubWorkerNews {
    mutating func take(_ event: Event) -> [Notice] {
        let change = runs.note(event)
        switch event {
        case .userMessage(let segments): return ask(segments)
        case .textDelta, .thinkingStart, .toolCallStart:
            defer { isAnnounced = true }
            return isAnnounced ? [] : [notice(.info, "has begun")]
        // An error is reported twice, and may be the only sign of the end.
        case .error(let error) where change.ending == nil:
            defer { hasFailed = true }
            return hasFailed ? [] : [notice(.error, "failed: " + error.message)]
        default: break
        }
        guard let ending = change.ending else { return [] }
        (isAnnounced, hasFailed) = (false, false)
        switch ending {
        // The error has been shown.
        case .failed: return []
        case .result(.finished): return [notice(.success, "finished")]
        case .unexplained: return [notice(.info, "ended")]
        default: return [notice(.warning, Optional(ending).words.0)]
        }
    }

    /// Takes a snapshot's view of the Worker.
    mutating func take(_ snapshot: InternalWorkerSnapshot) -> [Notice] {
        let wasUnderWay = runs.isUnderWay
        var notices = take(.snapshot(Snapshot(of: snapshot)))
        if snapshot.status == .running, !wasUnderWay {
            var question: [InputSegment] = []
            snapshot.entries.forEach { if case .userInput(let segments) = $0.content { question = segments } }
            notices += ask(question)
        } else if wasUnderWay, let error = snapshot.error {
            runs.abandon()
            notices.append(notice(.error, "failed: " + error))
        }
        return notices
    }

    /// Removes the Worker.
    mutating func remove() -> [Notice] {
        guard runs.isUnderWay else { return [] }
        runs.abandon()
        return [notice(.warning, "was removed")]
    }

    private mutating func ask(_ segments: [InputSegment]) -> [Notice] {
        (isAnnounced, hasFailed) = (true, false)
        let question = segments.map { $0.shown(whole: false).string }.joined()
        return [notice(.info, question.isEmpty ? "is running" : "was asked: " + question)]
    }

    private func notice(_ kind: Notice.Kind, _ text: String) -> Notice { Notice(kind, "sub-worker \(name)", text) }
}
