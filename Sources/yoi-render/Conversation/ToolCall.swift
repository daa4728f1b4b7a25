internal import Shared

/// A tool call as far as it is known.
struct ToolCall: Equatable {
    var id: String
    var name: String
    /// JSON text, or what has come of it.
    var arguments = WireText("")
    /// Arguments that have come in pieces, of which the end has not come.
    var streamed = ""
    /// Whether it has been shown.
    var isShown = false
    /// Whether no more of its arguments will come.
    var isDone = false
    /// Whether its `tool_call_done` has come.
    var hasCompleted = false
    /// When it was made, in milliseconds since 1970, where the stream says so.
    var start: Int64?
}

extension ToolCall {
    /// Keeps of the arguments those that are short.
    mutating func dropLongArguments() {
        var writer = JSONWriter()
        writer.object { object in
            for argument in ToolArguments(arguments)?.members ?? [] {
                guard let json = argument.json, json.bytes.count < 1 << 10 else { continue }
                object.key(argument.key)
                object.raw(json)
            }
        }
        arguments = WireText(String(decoding: writer.bytes, as: UTF8.self))
    }
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
    /// What distinguishes the call from others of the same tool that were under way; `nil` where the name says enough.
    var distinction: String?
    /// The command whose output, all of it, came while it ran.
    var streamedCommandID: String?
    /// How long it took, where the stream says so.
    var milliseconds: UInt64?

    enum State: Equatable {
        case succeeded
        case failed
        /// The run went on or ended without one.
        case missing
    }
}

extension ToolOutcome {
    /// Reads a result: a command that ran and failed says so at the end of its summary only.
    ///
    /// - Parameter end: when it came, in milliseconds since 1970, where the stream says so.
    init(_ result: ToolResult, of call: ToolCall?, at end: Int64?) {
        if let start = call?.start, let end, end > start { milliseconds = UInt64(end - start) }
        self.call = call
        id = result.id
        output = result.output
        let words = result.isError ? ToolSummary.withoutWrapping(result.summary) : result.summary
        let command = call.flatMap { ToolArguments($0.arguments)?.string("command") }
        let read = ToolSummary(words, command: command)
        state = result.isError || read.isFailure ? .failed : .succeeded
        summary = result.isError && read.text.isEmpty ? words : read.text
        if !result.unreadable.isEmpty {
            let remark = "(partly unreadable: \(result.unreadable.joined(separator: ", ")))"
            summary += summary.isEmpty ? remark : " " + remark
        }
    }
}
