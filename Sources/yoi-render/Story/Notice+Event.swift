internal import Shared

extension Notice {
    /// What an event says that needs no more than a line; `nil` for those that say nothing to a person.
    init?(_ event: Event) {
        switch event {
        case .alert(let alert): self.init(alert)
        case .memoryWorker(let news): self.init(news)
        case .completions(let completions): self.init(completions)
        case .rewindTargets(let targets): self.init(targets)
        case .workersListed(let list): self.init(list)
        case .workerRestored(let restored): self.init(restored: restored.result)
        case .peerRegistered(let registered): self.init(registered: registered.result)
        case .unknown(let name, let data): self.init(unknown: name, data)
        default: return nil
        }
    }

    init(_ alert: Alert) {
        let source = alert.source == .agentsMD ? "AGENTS.md" : alert.source.rawValue
        self.init(
            alert.level == .error ? .error : .warning, source, alert.message,
            at: alert.timestampMilliseconds == 0 ? nil : alert.timestampMilliseconds)
    }

    init(_ error: WorkerError) {
        self.init(.error, error.code.rawValue.replacing("_", with: " "), error.message)
    }

    init(_ news: MemoryWorker) {
        let kind: Kind = news.status == "failed" ? .warning : .detail
        self.init(kind, "memory", "\(news.worker) \(news.status)", at: news.timestampMilliseconds)
        if !news.reason.isEmpty { text += ": " + news.reason }
    }

    init(_ retry: ModelRetry) {
        let cause = retry.status.map { "HTTP \($0)" }
        let attempt = "attempt \(retry.failedAttempt) of \(retry.maxAttempts) failed"
        self.init(
            .retry, "retry in \(Numbers.milliseconds(retry.waitMilliseconds))",
            attempt + (cause.map { ", " + $0 } ?? "") + ": " + retry.error)
    }

    init(_ continuation: ModelContinuation) {
        self.init(
            .retry, "broken off",
            "\(continuation.reason); going on, \(continuation.attempt) of \(continuation.maxAttempts)")
    }

    init(_ rewind: RewindApplied) {
        let input = rewind.input.map(\.shown).joined()
        self.init(
            .info, "rewound",
            Numbers.count(rewind.summary.discardedEntries, "log entry", plural: "log entries") + " discarded")
        if !input.isEmpty { text += ", back to before: " + input }
        if rewind.summary.toolSideEffectWarning { body = ["What tools have changed outside is not undone."] }
    }

    private init(_ completions: Completions) {
        let values = completions.entries.map { $0.value + ($0.isDirectory ? "/" : "") }
        self.init(
            .info, "completions", values.isEmpty ? "no \(completions.kind)" : values.joined(separator: "  "))
    }

    private init(_ targets: RewindTargets) {
        self.init(.info, "rewind targets", Numbers.count(targets.targets.count, "place") + " to go back to")
        body = targets.targets.map { target in
            let remark = target.isEligible ? "" : " (\(target.disabledReason ?? "not possible"))"
            return "turn \(target.turnIndex)  \(target.preview)\(remark)"
        }
    }

    private init(unknown name: String, _ data: JSON?) {
        // Its bytes are more than enough for as many characters; the last of them may be cut.
        let data = String(decoding: data?.bytes.prefix(10_000) ?? [], as: UTF8.self)
        self.init(.detail, "event \(name.shortened(to: 100))", data.shortened(to: 1_000))
    }
}

extension String {
    /// At most so many characters, and dots where there are more.
    fileprivate func shortened(to length: Int) -> String {
        guard utf8.count > length, let end = index(startIndex, offsetBy: length, limitedBy: endIndex), end < endIndex
        else { return self }
        return self[..<end] + "…"
    }
}
