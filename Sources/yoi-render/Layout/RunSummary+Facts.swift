internal import Shared

extension RunSummary {
    var facts: [String] {
        var facts: [String] = []
        if requests > 0 { facts.append(Numbers.count(requests, "request")) }
        if inputTokens > 0 {
            let cached = cachedTokens == 0 ? "" : " (\(Numbers.percent(cachedTokens, of: inputTokens)) cached)"
            facts.append(Numbers.tokens(inputTokens) + " in" + cached)
        }
        if outputTokens > 0 { facts.append(Numbers.tokens(outputTokens) + " out") }
        if let context {
            facts.append("context \(Numbers.tokens(context.used)) of \(Numbers.tokens(context.window))")
        }
        if let milliseconds, milliseconds >= 1_000 { facts.append(Numbers.span(milliseconds)) }
        return facts
    }
}

extension RunSummary {
    /// A sentence that says why there is no answer; `nil` if there is one.
    var complaint: String? {
        let words: String? =
            switch ending {
            case .result(.finished): nil
            case .result(.paused): "the run was paused"
            case .result(.limitReached): "the run stopped at the turn limit"
            case .result(.rolledBack): "the run was rolled back"
            case .result(let other): "the run ended as \(other.rawValue)"
            case .failed: "the run failed"
            case .cancelled: "the run was cancelled"
            case .unexplained: "the run ended, and nothing says how"
            case nil: "the stream ended before the run did"
            }
        let hasReason = !reason.isEmpty && [.failed, .result(.limitReached)].contains(ending)
        return words.map { $0 + (hasReason ? ": " + reason : "") }
    }
}

extension RunEnding? {
    var words: (String, Role) {
        switch self {
        case .result(.finished): ("finished", .good)
        case .result(.paused): ("paused", .warning)
        case .result(.limitReached): ("stopped at the turn limit", .bad)
        case .result(.rolledBack): ("rolled back: the message above was withdrawn", .warning)
        case .result(let other): (other.rawValue, .warning)
        case .failed: ("failed", .bad)
        case .cancelled: ("cancelled", .warning)
        case .unexplained: ("ended", .quiet)
        case nil: ("the stream ends here; the run may go on", .warning)
        }
    }
}
