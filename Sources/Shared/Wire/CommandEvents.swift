/// Progress of a command that a tool call runs, which is not in the log.
package struct CommandEvent: Hashable, Sendable {
    package var commandID: String
    /// Milliseconds since 1970.
    package var milliseconds: Int64?
    package var change: Change

    package enum Change: Hashable, Sendable {
        /// With the id of the tool call that runs it.
        case started(toolCallID: String?)
        case output(CommandOutput)
        case ended(CommandStatus)
        case unknown
    }

    init(_ event: Fields) {
        commandID = event["command_id"] ?? ""
        milliseconds = event["observed_at_ms"]
        change =
            switch event["kind"] ?? "" {
            case "started": .started(toolCallID: event["tool_call_id"])
            case "output": .output(CommandOutput(event, stream: event["stream"] ?? .stdout))
            case "terminal": .ended(event["status"] ?? .completed)
            default: .unknown
            }
    }
}

/// A part of a command's output; the offsets are bytes of its stream.
package struct CommandOutput: Hashable, Sendable {
    package var stream: CommandStream
    package var startOffset: UInt64
    package var endOffset: UInt64
    package var content: WireText

    init(_ fields: Fields, stream: CommandStream) {
        self.stream = stream
        startOffset = fields["start_offset"] ?? 0
        endOffset = fields["end_offset"] ?? 0
        content = fields["content"] ?? WireText("")
    }
}

/// A command in a snapshot.
package struct CommandProgress: Hashable, Sendable {
    package var commandID: String
    package var toolCallID: String?
    package var status: CommandStatus
    /// When it started; milliseconds since 1970.
    package var startMilliseconds: Int64?
    /// When this was the state; milliseconds since 1970.
    package var milliseconds: Int64?
    /// The end of its output, one part for each stream.
    package var outputs: [CommandOutput]
}

extension CommandProgress: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        commandID = try fields.required("command_id")
        toolCallID = fields["tool_call_id"]
        status = fields["status"] ?? .running
        startMilliseconds = fields["started_at_ms"]
        milliseconds = fields["observed_at_ms"]
        outputs = [CommandStream.stdout, .stderr].compactMap { stream in
            fields[stream.rawValue].map { CommandOutput(Fields($0), stream: stream) }
        }
    }
}
