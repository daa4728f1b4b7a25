internal import Shared

/// The commands that tool calls run: how much of their output has been seen, and how long they have been running.
struct CommandWatch {
    /// How long a command runs before a line says so.
    static let announceAfter = Duration.seconds(10)
    /// More than any Worker runs at once.
    private static let maxCommands = 1_000

    private var commands: [String: Command] = [:]

    struct Command {
        var id: String
        var toolCallID: String?
        /// When it started and when its last event came; milliseconds since 1970.
        var start: Int64?
        var latest: Int64?
        /// Offset in each stream, in bytes, up to which the output has been seen.
        var known: [CommandStream: UInt64] = [:]
        /// Whether all bytes before that were seen.
        var isGapless = true
        var hasEnded = false
        /// Whether a line has said that it takes long.
        var isAnnounced = false
        /// When its last live event came, since the program began.
        var heard: Duration?

        /// From its start to its last event, as far as known.
        var duration: Duration {
            guard let start, let latest else { return .zero }
            let (span, overflow) = latest.subtractingReportingOverflow(start)
            return overflow ? .zero : .milliseconds(max(0, span))
        }

        mutating func note(_ milliseconds: Int64?, heard: Duration?) {
            latest = milliseconds ?? latest
            self.heard = heard
        }

        /// When it will have run for long, unless it ends before.
        var deadline: Duration? { hasEnded || isAnnounced ? nil : heard.map { $0 + (announceAfter - duration) } }
    }
}

extension CommandWatch {
    subscript(id: String) -> Command? { commands[id] }

    mutating func take(_ event: CommandEvent, heard: Duration?) {
        var command = commands[event.commandID] ?? Command(id: event.commandID)
        command.note(event.milliseconds, heard: heard)
        switch event.change {
        case .started(let toolCallID): (command.toolCallID, command.start) = (toolCallID, event.milliseconds)
        case .ended: command.hasEnded = true
        case .output, .unknown: break
        }
        keep(command)
    }

    /// Takes a command from a snapshot.
    mutating func take(_ progress: CommandProgress, heard: Duration?) {
        var command = commands[progress.commandID] ?? Command(id: progress.commandID)
        command.toolCallID = progress.toolCallID ?? command.toolCallID
        command.start = progress.startMilliseconds ?? command.start
        command.note(progress.milliseconds, heard: heard)
        command.hasEnded = progress.status != .running
        keep(command)
    }

    /// - Returns: the part of the output that has not been seen; `nil` if none.
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

    /// When the next command will have run for long.
    var deadline: Duration? { commands.values.compactMap(\.deadline).min() }

    /// The commands that have been running for long and have not been announced.
    func late(at now: Duration) -> [String] {
        commands.values.filter { $0.deadline.map { $0 <= now } ?? false }.map(\.id).sorted()
    }

    mutating func announce(_ id: String) { commands[id]?.isAnnounced = true }

    /// Forgets the command of a call whose result has come, and returns it.
    mutating func finish(toolCall id: String) -> Command? {
        guard let command = commands.values.first(where: { $0.toolCallID == id }) else { return nil }
        return commands.removeValue(forKey: command.id)
    }

    mutating func removeAll() { commands = [:] }

    private mutating func keep(_ command: Command) {
        if commands.count < Self.maxCommands || commands[command.id] != nil { commands[command.id] = command }
    }
}
