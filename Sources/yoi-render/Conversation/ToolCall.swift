internal import Shared

/// A tool call, as far as known.
struct ToolCall: Equatable {
    var id: String
    var name: String
    /// JSON text, or as much of it as has come.
    var arguments = WireText("")
    /// Arguments that are still streaming.
    var streamed = ""
    /// Whether it has been shown.
    var isShown = false
    /// Whether no more of its arguments will come.
    var isDone = false
    /// Whether its `tool_call_done` has come.
    var hasCompleted = false
    /// When it was made, in milliseconds since 1970, where the stream says so.
    var start: Int64?
    /// Whether another was open at the same time.
    var isParallel = false
}

extension ToolCall {
    /// Keeps only the short arguments.
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

/// The outcome of a tool call.
struct ToolOutcome: Equatable {
    /// `nil` if the call was never seen.
    var call: ToolCall?
    var id: String
    var state: State
    /// The result in short, without what the call already said.
    var summary: String
    var output: WireText?
    /// What distinguishes the call from concurrent ones of the same tool; `nil` if the name is enough.
    var distinction: ToolTask?
    /// The command whose whole output came while it ran.
    var streamedCommandID: String?
    /// How long it took, where the stream says so.
    var milliseconds: UInt64?

    enum State: Equatable {
        case succeeded
        case failed
        /// The run continued or ended without one.
        case missing
    }
}

extension ToolOutcome {
    /// Reads a result: a failed command says so only at the end of its summary.
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
        summary = read.text
        if !result.unreadable.isEmpty {
            let remark = "(partly unreadable: \(result.unreadable.joined(separator: ", ")))"
            summary += summary.isEmpty ? remark : " " + remark
        }
    }
}
