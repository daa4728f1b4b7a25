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

    enum State: Equatable {
        case succeeded
        case failed
        /// The run went on or ended without one.
        case missing
    }
}

extension ToolOutcome {
    /// Reads a result: a command that ran and failed says so at the end of its summary only.
    init(call: ToolCall?, id: String, summary: String, output: WireText?, isError: Bool) {
        self.call = call
        self.id = id
        self.output = output
        let words = isError ? ToolSummary.withoutWrapping(summary) : summary
        let read = ToolSummary(words, command: call.flatMap { ToolArguments($0.arguments)?.string("command") })
        state = isError || read.isFailure ? .failed : .succeeded
        self.summary = isError && read.text.isEmpty ? words : read.text
    }
}
