internal import Shared

extension Story {
    mutating func addText(_ text: WireText) {
        closeThinking()
        isInText = true
        textLength += text.utf8Count
        items.append(.text(text))
    }

    mutating func endText(_ whole: WireText) {
        if !isInText, !whole.isEmpty { addText(whole) }
        closeText()
    }

    mutating func closeText() {
        guard isInText else { return }
        isInText = false
        textLength = 0
        items.append(.textEnd)
    }

    mutating func beginThinking() {
        closeText()
        thinking.openBlocks += 1
    }

    mutating func addThinking(_ text: WireText) {
        closeText()
        thinking.isShown = true
        items.append(.thinking(text))
    }

    mutating func endThinking(_ whole: WireText) {
        closeText()
        if !thinking.isShown { items.append(.thinking(whole)) }
        thinking.isShown = true
        thinking.openBlocks -= 1
        if thinking.openBlocks <= 0 { closeThinking() }
    }

    mutating func closeThinking() {
        if thinking.isShown { items.append(.thinkingEnd) }
        thinking = Thinking()
    }

    /// Nothing more will stream of what is open.
    mutating func closeBlocks() {
        closeText()
        closeThinking()
        for call in tools.completeAll() { items.append(.call(call)) }
    }

    mutating func finishCall(_ result: ToolResult) {
        closeText()
        closeThinking()
        let known = tools.finish(id: result.id)
        if let call = known?.call, !call.isShown { items.append(.call(call)) }
        var outcome = ToolOutcome(
            call: known?.call, id: result.id, summary: result.summary, output: result.output, isError: result.isError)
        outcome.isAmbiguous = known?.isAmbiguous ?? false
        items.append(.result(outcome))
    }

    /// Calls of the turn before that have no result will not get one any more.
    mutating func beginTurn() {
        closeBlocks()
        abandonCalls()
        tools.endTurn()
    }

    mutating func abandonCalls() {
        for call in tools.abandon() {
            items.append(
                .result(ToolOutcome(call: call, id: call.id, state: .missing, summary: "no result", output: nil)))
        }
    }
}
