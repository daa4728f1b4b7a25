internal import Shared

extension Presenter {
    /// Whether the output of commands is shown while they run.
    var showsLiveOutput: Bool { options.tools == .full && options.style == .full }

    mutating func show(_ piece: CommandPiece) {
        guard showsLiveOutput else { return }
        var output = live[piece.commandID] ?? LiveOutput(limit: options.resultLines.count)
        let lines = output.take(piece.text.string, from: piece.stream)
        live[piece.commandID] = output
        guard !lines.isEmpty else { return }
        page.begin(.results)
        if piece.isOneOfMany, lastLive != piece.commandID { nameCommand(piece.call) }
        lastLive = piece.commandID
        for line in lines { page.line(line, .quiet, indent: 2) }
    }

    /// What is left of an output, above the result.
    mutating func endLiveOutput(of commandID: String) {
        guard showsLiveOutput, var output = live.removeValue(forKey: commandID) else { return }
        for line in output.end() { page.line(line, .quiet, indent: 2) }
        if output.omitted > 0 {
            page.beginLine(indent: 2)
            page.mark(.ellipsis, .quiet)
            page.put(" \(Numbers.count(output.omitted, "line")) left out", .quiet)
            page.endLine()
        }
        for line in output.tail { page.line(line, .quiet, indent: 2) }
    }

    /// Whose output follows.
    private mutating func nameCommand(_ call: ToolCall?) {
        guard let call else { return }
        let words = wording.words(for: call)
        page.beginLine()
        page.mark(.dot, .quiet)
        page.space()
        page.put(words.name, .name, atMost: Page.nameWidth)
        page.putColumn(words.main, .quiet)
        page.endLine()
    }

    /// What is said of a command that takes long.
    func running(_ call: ToolCall?, _ milliseconds: Int64) -> Notice {
        let words = call.map { wording.words(for: $0) }
        let time = Numbers.milliseconds(UInt64(max(0, milliseconds)))
        return Notice(
            .detail, words?.name ?? "command",
            "has been running for \(time)" + (words.map { $0.main.isEmpty ? "" : ": " + $0.main } ?? ""))
    }
}
