internal import Shared

extension Presenter {
    /// Everything, readably.
    mutating func showFull(_ item: Item) {
        switch item {
        case .greeting(let greeting, let status): show(greeting, status)
        case .past(let past, _): show(past)
        case .earlier(let count): show(Notice(.info, "earlier", Numbers.count(count, "item") + " left out"))
        case .user(let segments): showUser(segments)
        case .text(let text):
            if !isFlowOpen { page.openFlow(.text, highlightsMarkdown: true) }
            isFlowOpen = true
            page.stream(text)
        case .textEnd, .thinkingEnd:
            page.closeFlow()
            (isFlowOpen, isThoughtMarked) = (false, false)
        case .thinking(let text): showThinking(text)
        case .call(let call): show(call)
        case .result(let outcome): show(outcome)
        case .output(let piece): show(piece)
        case .running(let call, let milliseconds): show(running(call, milliseconds))
        case .notice(let notice): show(notice)
        case .runEnd(let summary):
            live = [:]
            show(summary)
        case .unreadable(let unreadable): show(unreadable)
        }
    }
}

extension Presenter {
    /// Lines of the terminal that one line of a message may take: enough for any that was written to be read.
    static let mostLines = 100

    private mutating func show(_ greeting: Greeting, _ status: WorkerStatus) {
        page.begin(.greeting)
        page.beginLine()
        page.put(greeting.workerName, .name, atMost: Page.nameWidth)
        putFacts(Array(greeting.facts(status).dropFirst()))
        page.endLine()
    }

    private mutating func putFacts(_ facts: [String]) {
        page.allow(lines: 2)
        for fact in facts where !fact.isEmpty {
            page.space()
            page.mark(.dot, .quiet)
            page.space()
            page.put(fact, .quiet)
        }
    }

    private mutating func showUser(_ segments: [Segment]) {
        page.begin(.user)
        let lines = segments.map(\.shown).joined().lines.withoutBlankEnds
        for (index, line) in (lines.isEmpty ? [""] : lines).enumerated() {
            page.beginLine(indent: index == 0 || line.isEmpty ? 0 : 2)
            page.allow(lines: Self.mostLines)
            if index == 0 {
                page.mark(.user, .user)
                page.put(" ")
            }
            page.put(line, .user)
            page.endLine()
        }
    }

    private mutating func showThinking(_ text: WireText) {
        let isShown = options.thinking == .show
        defer { isThoughtMarked = true }
        if !isThoughtMarked, isShown || !page.isIn(.thought) {
            page.begin(.thought)
            page.beginLine()
            page.mark(.thought, .quiet)
            page.put(" thought", .quiet)
            page.endLine()
            page.time = nil
        }
        guard isShown else { return }
        if !isFlowOpen { page.openFlow(.thought, prefix: "  ", role: .thinking) }
        isFlowOpen = true
        page.stream(text)
    }

    private mutating func show(_ notice: Notice) {
        page.begin(.notice)
        page.beginLine()
        let (symbol, role) = notice.kind.looks
        page.mark(symbol, role)
        page.space()
        page.put(notice.label, role, atMost: Page.nameWidth)
        let lines = notice.text.lines.withoutBlankEnds
        if let first = lines.first {
            page.space(2)
            // What went wrong is worth more than a line.
            if notice.kind != .detail { page.allow(lines: Self.mostLines) }
            page.put(first, notice.kind == .detail ? .quiet : .plain)
        }
        page.endLine()
        showLines(Excerpt(of: Array(lines.dropFirst()), limit: options.resultLines.count)) { _ in .plain }
        for line in notice.body { page.line(line, .quiet, indent: 2) }
    }

    private mutating func show(_ summary: RunSummary) {
        page.begin(.end)
        page.beginLine()
        let (words, role) = summary.ending.words
        page.mark(.rule, .quiet)
        page.space()
        page.put(words, role)
        if options.showsUsage { putFacts(summary.facts) }
        page.endLine()
    }

    private mutating func show(_ unreadable: Unreadable) {
        page.begin(.notice)
        page.beginLine()
        page.mark(.unknown, .warning)
        page.put(" line \(unreadable.line)", .warning)
        page.put("  " + unreadable.reason + ": ")
        page.put(unreadable.excerpt, .quiet)
        page.endLine()
    }

    private mutating func show(_ past: Item.Past) {
        switch past {
        case .user(let segments): showUser(segments)
        case .text(let text):
            let lines = text.string.trimmed.lines
            page.begin(.text)
            page.beginLine()
            page.put(lines.first ?? "", atMost: page.width - 2)
            if lines.count > 1 {
                page.space()
                page.mark(.ellipsis, .quiet)
            }
            page.endLine()
        case .answer(let text):
            showFull(.text(text))
            showFull(.textEnd)
        case .call(let call): show(call, withDiff: false)
        case .result(let outcome): show(outcome, withOutput: false)
        case .notice(let notice): show(notice)
        }
    }
}
