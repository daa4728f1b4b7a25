internal import Shared

/// A tool call as far as it is known.
struct ToolCall: Equatable {
    var id: String
    var name: String
    /// JSON text, or what has come of it.
    var arguments = ""
    /// Whether it has been shown.
    var isShown = false
    /// Whether no more of its arguments will come.
    var isDone = false
}

/// What came of a tool call.
struct ToolOutcome: Equatable {
    /// `nil` where the call itself was never seen.
    var call: ToolCall?
    var id: String
    var state: State
    /// What the result says in short, without what the call has said already.
    var summary: String
    var output: WireText?
    /// Whether other calls of the same tool were under way, so that the name does not tell which one this is.
    var isAmbiguous = false
    /// The command whose output, all of it, came while it ran.
    var streamedCommandID: String?
    /// Milliseconds that its command took, where that was long.
    var duration: Int64?

    enum State: Equatable {
        case succeeded
        case failed
        /// The run went on or ended without one.
        case missing
    }
}

extension ToolOutcome {
    /// Reads a result: a command that ran and failed says so at the end of its summary only.
    init(_ result: ToolResult, of call: ToolCall?) {
        self.call = call
        id = result.id
        output = result.output
        let words = result.isError ? ToolSummary.withoutWrapping(result.summary) : result.summary
        let read = ToolSummary(words, command: call.flatMap { ToolArguments($0.arguments)?.string("command") })
        state = result.isError || read.isFailure ? .failed : .succeeded
        summary = result.isError && read.text.isEmpty ? words : read.text
        if !result.unreadable.isEmpty {
            let remark = "(partly unreadable: \(result.unreadable.joined(separator: ", ")))"
            summary += summary.isEmpty ? remark : " " + remark
        }
    }
}
