internal import Shared

extension Conversation {
    mutating func takeCommand(_ event: CommandEvent) {
        commands.take(event, heard: heard)
        if case .output(let output) = event.change { show(output, of: event.commandID) }
        announceIfLong(event.commandID)
    }

    /// Takes the running commands from a snapshot.
    mutating func take(_ progress: [CommandProgress]) {
        for command in progress {
            commands.take(command, heard: heard)
            for output in command.outputs { show(output, of: command.commandID) }
            announceIfLong(command.commandID)
        }
    }

    /// Lets time pass without an event.
    mutating func tick(_ now: Duration) -> [Item] {
        items = []
        for id in commands.late(at: now) { announce(id, running: CommandWatch.announceAfter) }
        return items
    }

    private mutating func show(_ output: CommandOutput, of id: String) {
        guard let text = commands.news(in: output, of: id), !text.isEmpty else { return }
        let piece = CommandPiece(commandID: id, stream: output.stream, text: text, call: call(of: id))
        items.append(.output(piece))
    }

    private mutating func announceIfLong(_ id: String) {
        guard let command = commands[id], !command.isAnnounced, !command.hasEnded,
            command.duration >= CommandWatch.announceAfter
        else { return }
        announce(id, running: command.duration)
    }

    private mutating func announce(_ id: String, running duration: Duration) {
        commands.announce(id)
        items.append(.running(call(of: id), duration))
    }

    private func call(of commandID: String) -> ToolCall? {
        commands[commandID]?.toolCallID.flatMap { tools.call($0) }
    }
}

/// A piece of the output of a running command.
struct CommandPiece: Equatable {
    var commandID: String
    var stream: CommandStream
    var text: WireText
    /// The call that runs it, if it was seen.
    var call: ToolCall?
}
