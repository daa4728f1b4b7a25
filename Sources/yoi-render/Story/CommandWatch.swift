internal import Shared

/// The commands that tool calls run: how much of their output is known, and for how long they have run.
struct CommandWatch {
    /// Milliseconds after which a command is worth a word.
    static let patience: Int64 = 10_000
    /// More than any Worker runs at once.
    private static let maxCommands = 1_000

    private var commands: [String: Command] = [:]

    struct Command {
        var id: String
        var toolCallID: String?
        /// When it started and when it was last heard of; milliseconds since 1970.
        var start: Int64?
        var latest: Int64?
        /// Bytes of each stream up to which the output is known.
        var known: [CommandStream: UInt64] = [:]
        /// Whether nothing is missing before that.
        var isGapless = true
        var hasEnded = false
        /// Whether it has been said that it takes long.
        var isAnnounced = false

        /// Milliseconds, as far as they are known.
        var duration: Int64 {
            guard let start, let latest else { return 0 }
            let (span, overflow) = latest.subtractingReportingOverflow(start)
            return overflow ? 0 : max(0, span)
        }
    }
}

extension CommandWatch {
    /// How many run at this moment.
    var running: Int { commands.values.count { !$0.hasEnded } }

    subscript(id: String) -> Command? { commands[id] }

    mutating func take(_ event: CommandEvent) {
        var command = commands[event.commandID] ?? Command(id: event.commandID)
        command.latest = event.milliseconds ?? command.latest
        switch event.change {
        case .started(let toolCallID): (command.toolCallID, command.start) = (toolCallID, event.milliseconds)
        case .ended: command.hasEnded = true
        case .output, .unknown: break
        }
        keep(command)
    }

    /// A snapshot knows the command.
    mutating func take(_ progress: CommandProgress) {
        var command = commands[progress.commandID] ?? Command(id: progress.commandID)
        command.toolCallID = progress.toolCallID ?? command.toolCallID
        command.start = progress.startMilliseconds ?? command.start
        command.latest = progress.milliseconds ?? command.latest
        command.hasEnded = progress.status != .running
        keep(command)
    }

    /// - Returns: what the output says beyond what is known.
    mutating func news(in output: CommandOutput, of id: String) -> WireText? {
        guard var command = commands[id], output.endOffset >= output.startOffset else { return nil }
        let known = command.known[output.stream] ?? 0
        guard output.endOffset > known else { return nil }
        if output.startOffset > known { command.isGapless = false }
        command.known[output.stream] = output.endOffset
        commands[id] = command
        guard output.startOffset < known, let repeated = Int(exactly: known - output.startOffset) else {
            return output.content
        }
        return WireText(String(decoding: Array(output.content.string.utf8.dropFirst(repeated)), as: UTF8.self))
    }

    mutating func announce(_ id: String) { commands[id]?.isAnnounced = true }

    /// The command that a call has run; its result is here, so that nothing more will be said of it.
    mutating func finish(toolCall id: String) -> Command? {
        guard let command = commands.values.first(where: { $0.toolCallID == id }) else { return nil }
        return commands.removeValue(forKey: command.id)
    }

    mutating func removeAll() { commands = [:] }

    private mutating func keep(_ command: Command) {
        if commands.count < Self.maxCommands || commands[command.id] != nil { commands[command.id] = command }
    }
}
