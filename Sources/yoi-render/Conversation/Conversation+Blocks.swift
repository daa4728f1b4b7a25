internal import Shared

extension Conversation {
    mutating func addText(_ piece: WireText) {
        closeThinking()
        if text.begin() { items.append(.newText) }
        text.append(piece.contents.span)
        items.append(.text(piece))
    }

    mutating func endText(_ whole: WireText) {
        switch text.compare(whole) {
        case .repeated: break
        case .new: if !whole.isEmpty { addText(whole) }
        case .longer(let rest): addText(WireText(rest))
        case .different:
            closeText()
            items.append(
                .notice(Notice(.warning, "text", "the whole text, sent at its end, differs from what was streamed")))
        }
        closeText()
        text.isDone = true
    }

    /// Ends the block; its `_done` may still come, after what is in between.
    mutating func closeText() {
        guard text.isOpen else { return }
        text.isOpen = false
        items.append(.textEnd)
    }

    mutating func beginThinking() {
        closeText()
        if thinking.openBlocks <= 0 { thinking.unrepeated = 0 }
        thinking.openBlocks = max(0, thinking.openBlocks) + 1
        show(thinking: WireText(""))
    }

    mutating func addThinking(_ piece: WireText) {
        thinking.unrepeated += piece.utf8Count
        show(thinking: piece)
    }

    mutating func endThinking(_ whole: WireText) {
        let isRepeated = thinking.unrepeated > 0
        thinking.unrepeated = max(0, thinking.unrepeated - whole.utf8Count)
        thinking.openBlocks -= 1
        if !isRepeated { show(thinking: whole) }
        closeThinking()
    }

    private mutating func show(thinking piece: WireText) {
        closeText()
        thinking.isShown = true
        items.append(.thinking(piece))
    }

    mutating func closeThinking() {
        if thinking.isShown { items.append(.thinkingEnd) }
        thinking.isShown = false
    }

    /// Ends what is open; its end will not come as an event.
    mutating func closeBlocks() {
        interruptBlocks()
        text.isDone = true
        thinking = Thinking()
        for call in tools.completeAll() { items.append(.call(call)) }
    }

    /// Ends the text and the thinking shown so far, which may continue after what comes in between.
    mutating func interruptBlocks() {
        closeText()
        closeThinking()
    }

    mutating func finishCall(_ result: ToolResult) {
        interruptBlocks()
        let known = tools.finish(id: result.id, summary: result.summary)
        if let call = known?.call, !call.isShown { items.append(.call(call)) }
        var outcome = ToolOutcome(result, of: known?.call, at: time)
        outcome.distinction = known?.distinction
        if let command = commands.finish(toolCall: result.id) {
            if command.isGapless, !command.known.isEmpty { outcome.streamedCommandID = command.id }
            if command.duration > .zero {
                outcome.milliseconds = UInt64(clamping: command.duration.millisecondsRoundedUp)
            }
        }
        items.append(.result(outcome))
        items += result.attachments.map { .notice(Notice($0)) }
    }

    /// Calls of the previous turn that have no result will not get one.
    mutating func beginTurn() {
        closeBlocks()
        abandonCalls()
        tools.endTurn()
    }

    mutating func abandonCalls() {
        commands.removeAll()
        for call in tools.abandon() {
            items.append(
                .result(ToolOutcome(call: call, id: call.id, state: .missing, summary: "no result", output: nil)))
        }
    }
}
