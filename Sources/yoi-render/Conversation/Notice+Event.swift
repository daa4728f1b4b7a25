internal import Shared

extension Notice {
    /// The notice for an event that takes one line; `nil` for events that mean nothing to a person.
    init?(_ event: Event) {
        switch event {
        case .alert(let alert): self.init(alert)
        case .memoryWorker(let news): self.init(news)
        case .completions(let completions): self.init(completions)
        case .rewindTargets(let targets): self.init(targets)
        case .workersListed(let list): self.init(workers: list)
        case .workerRestored(let restored): self.init(restored: restored)
        case .peerRegistered(let registered): self.init(registered: registered)
        default: return nil
        }
    }

    init(_ attachment: Attachment) {
        self.init(
            .info, attachment.kind.isEmpty ? "attachment" : attachment.kind,
            "\(attachment.mimeType)  (\(Numbers.count(attachment.size, "byte")))".trimmed)
    }

    init(_ alert: Alert) {
        let source = alert.source == .agentsMD ? "AGENTS.md" : alert.source.rawValue
        self.init(
            alert.level == .error ? .error : .warning, source, alert.message,
            at: alert.milliseconds == 0 ? nil : alert.milliseconds)
    }

    init(_ error: WorkerError) {
        self.init(.error, error.code.rawValue.replacing("_", with: " "), error.message)
    }

    init(_ news: MemoryWorker) {
        let kind: Kind = news.status == "failed" ? .warning : .detail
        let reason = news.reason.isEmpty ? "" : ": " + news.reason
        self.init(kind, "memory", "\(news.worker) \(news.status)" + reason, at: news.milliseconds)
    }

    init(_ retry: ModelRetry) {
        let cause = retry.status.map { "HTTP \($0)" }
        let attempt = "attempt" + Self.count(retry.failedAttempt, of: retry.maxAttempts) + " failed"
        self.init(
            .retry, "retry" + (retry.waitMilliseconds.map { " in " + Numbers.milliseconds($0) } ?? ""),
            attempt + (cause.map { ", " + $0 } ?? "") + ": " + retry.error)
    }

    init(_ continuation: ModelContinuation) {
        let count = Self.count(continuation.attempt, of: continuation.maxAttempts)
        self.init(.retry, "broken off", continuation.reason + "; going on" + (count.isEmpty ? "" : "," + count))
    }

    /// ` 1 of 3`, as far as known.
    private static func count(_ number: UInt64?, of most: UInt64?) -> String {
        guard let number else { return "" }
        return " \(number)" + (most.map { " of \($0)" } ?? "")
    }

    init(_ rewind: RewindApplied) {
        let input = rewind.input.map { $0.shown(whole: false).string }.joined()
        let entries = rewind.discardedEntries.map { Numbers.count($0, "log entry", plural: "log entries") }
        self.init(
            .info, "rewound",
            (entries ?? "log entries") + " discarded" + (input.isEmpty ? "" : ", back to before: " + input))
        if rewind.toolSideEffectWarning { body = ["Changes that tools made elsewhere are not undone."] }
    }

    private init(_ completions: Completions) {
        let values = completions.entries.map { $0.value + ($0.isDirectory ? "/" : "") }
        self.init(
            .info, "completions", values.isEmpty ? "no \(completions.kind)" : values.joined(separator: "  "))
    }

    private init(_ targets: [RewindTarget]) {
        self.init(.info, "rewind targets", Numbers.count(targets.count, "place") + " to go back to")
        body = targets.map { target in
            let remark = target.isEligible ? "" : " (\(target.disabledReason ?? "not possible"))"
            return (target.turnIndex.map { "turn \($0)  " } ?? "") + target.preview + remark
        }
    }

    init(unknown name: String, _ data: JSON?) {
        self.init(.detail, "event \(name.shortened(to: 100))", data?.compact(bytes: 4_000).shortened(to: 1_000) ?? "")
    }
}
