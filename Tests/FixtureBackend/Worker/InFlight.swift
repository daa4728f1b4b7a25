/// What a Worker has streamed and not committed: the blocks of its answer and its running commands.
struct InFlight {
    struct Block {
        enum Kind: String {
            case text, thinking
            case toolCall = "tool_call"
        }

        let kind: Kind
        /// Words, or a call's arguments so far.
        var text = ""
        var id = ""
        var name = ""
        var isFinished = false
    }

    var blocks: [Block] = []
    private(set) var commands: [RunningCommand] = []
}

extension InFlight {
    mutating func add(_ text: String, to kind: Block.Kind) {
        if blocks.last?.kind != kind || blocks.last?.isFinished == true { blocks.append(Block(kind: kind)) }
        blocks[blocks.count - 1].text += text
    }

    /// Ends the open block of that kind; the whole text counts, whatever came in deltas.
    mutating func finish(_ kind: Block.Kind, _ text: String) -> Block {
        let open = blocks.lastIndex { $0.kind == kind && !$0.isFinished }
        let index = open ?? blocks.count
        if open == nil { blocks.append(Block(kind: kind)) }
        (blocks[index].text, blocks[index].isFinished) = (text, true)
        return blocks[index]
    }

    mutating func begin(_ id: String, _ name: String) {
        blocks.append(Block(kind: .toolCall, id: id, name: name))
    }

    mutating func add(arguments json: String, to id: String) { change(id) { $0.text += json } }

    mutating func finishCall(_ id: String) { change(id) { $0.isFinished = true } }

    /// Takes out what a commit has put into the log. A text that was joined with another is not found, and stays.
    mutating func remove(committed: [Block], message: String) {
        blocks.removeAll { block in
            switch block.kind {
            case .text: block.text == message
            case .thinking: committed.contains { $0.kind == .thinking && $0.text == block.text }
            case .toolCall: committed.contains { $0.kind == .toolCall && $0.id == block.id }
            }
        }
    }

    mutating func take(_ command: [String: Any]) {
        guard let id = command["command_id"] as? String else { return }
        switch command["kind"] as? String {
        case "started": commands.append(RunningCommand(id, command))
        case "output":
            guard let index = commands.firstIndex(where: { $0.id == id }) else { return }
            commands[index].take(command)
        default: commands.removeAll { $0.id == id }
        }
    }

    /// A call with a result has no command any more.
    mutating func removeCommands(of call: String) { commands.removeAll { $0.call == call } }

    /// Nil when nothing is in flight: a snapshot then has no such member.
    var json: String? {
        let blocks = blocks.compactMap(\.json)
        let members = [("blocks", blocks), ("commands", commands.map(\.json))].filter { !$0.1.isEmpty }
        guard !members.isEmpty else { return nil }
        return "{" + members.map { "\"\($0.0)\":[\($0.1.joined(separator: ","))]" }.joined(separator: ",") + "}"
    }

    private mutating func change(_ id: String, _ body: (inout Block) -> Void) {
        guard let index = blocks.lastIndex(where: { $0.kind == .toolCall && $0.id == id }) else { return }
        body(&blocks[index])
    }
}

extension InFlight.Block {
    /// Nil for a block without words, which is not sent.
    fileprivate var json: String? {
        guard kind == .toolCall else {
            guard !text.isEmpty else { return nil }
            let finished = isFinished ? ",\"finished\":true" : ""
            return "{\"kind\":\"\(kind.rawValue)\",\"text\":\(JSONText.string(text))\(finished)}"
        }
        let state = isFinished ? ",\"state\":\"done\"" : text.isEmpty ? "" : ",\"state\":\"streaming_args\""
        return """
            {"kind":"tool_call","id":\(JSONText.string(id)),"name":\(JSONText.string(name)),\
            "args":\(JSONText.string(text))\(state)}
            """
    }
}
