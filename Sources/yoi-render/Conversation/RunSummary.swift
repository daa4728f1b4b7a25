internal import Shared

/// What a run used, and how it ended.
struct RunSummary: Equatable {
    /// `nil` if the stream ended first.
    var ending: RunEnding?
    var requests = 0
    var inputTokens: UInt64 = 0
    var cachedTokens: UInt64 = 0
    var outputTokens: UInt64 = 0
    /// How long it took, where the stream says so.
    var milliseconds: UInt64?
    /// How full the model's context is, if known.
    var context: Context?
    /// The message of the last error.
    var reason = ""

    struct Context: Equatable {
        var used: UInt64
        var window: UInt64
    }
}

extension RunSummary {
    mutating func add(_ usage: Usage) {
        // Foreign numbers: sums saturate instead of overflowing.
        inputTokens = inputTokens.saturatingAdd(usage.inputTokens ?? 0)
        cachedTokens = cachedTokens.saturatingAdd(min(usage.cacheReadInputTokens ?? 0, usage.inputTokens ?? 0))
        outputTokens = outputTokens.saturatingAdd(usage.outputTokens ?? 0)
    }
}

extension UInt64 {
    func saturatingAdd(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
