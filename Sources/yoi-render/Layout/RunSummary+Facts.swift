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
        return facts
    }
}

extension RunEnding? {
    var words: (String, Role) {
        switch self {
        case .result(.finished): ("finished", .good)
        case .result(.paused): ("paused", .warning)
        case .result(.limitReached): ("stopped at the limit of turns", .bad)
        case .result(.rolledBack): ("rolled back: the message above was withdrawn", .warning)
        case .result(let other): (other.rawValue, .warning)
        case .failed: ("failed", .bad)
        case .cancelled: ("cancelled", .warning)
        case .unexplained: ("ended", .quiet)
        case nil: ("the stream ends here; the run may go on", .warning)
        }
    }
}
