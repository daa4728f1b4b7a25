internal import Shared

extension Presenter {
    /// A document to keep: a heading for each speaker, outputs in fences; prompts, thinking and notices quoted.
    mutating func showMarkdown(_ item: Item) {
        switch item {
        case .greeting(let greeting, let status):
            let facts = greeting.facts(status).map(Markdown.escaped)
            paragraph("# " + (facts.first ?? ""))
            if facts.count > 1 { paragraph(facts.dropFirst().joined(separator: ", ")) }
        case .past(.text(let text), _), .past(.answer(let text), _):
            showMarkdown(.text(text))
            showMarkdown(.textEnd)
        case .past(let past, _): showMarkdown(past.item)
        case .earlier(let count): quote(["\(Numbers.count(count, "earlier item")) left out"])
        case .user(let segments):
            if isHeld(item) { return }
            document.isInAnswer = false
            heading("User")
            prompt(segments.map(\.shown).joined())
        case .text(let text):
            beginAnswer()
            if !isFlowOpen { page.openFlow(.text) }
            isFlowOpen = true
            streamMarkdown(text.contents.span, escaped: true)
        case .textEnd, .thinkingEnd: endText()
        case .thinking(let text):
            guard options.thinking == .show else { return }
            beginAnswer()
            if !isFlowOpen { page.openFlow(.thought, prefix: "> ", blank: ">") }
            isFlowOpen = true
            page.stream(text)
        // In the middle of a text they would break its blocks.
        case .notice, .unreadable: if !isHeld(item) { showNotice(item) }
        case .output, .running: break
        case .call(let call): show(markdown: wording.words(for: call))
        case .result(let outcome): show(markdown: wording.words(for: outcome))
        case .runEnd(let summary):
            let facts = [summary.ending.words.0] + (options.showsUsage ? summary.facts : [])
            paragraph("*" + facts.joined(separator: ", ") + "*")
        }
    }
}

extension Presenter {
    private mutating func beginAnswer() {
        if !document.isInAnswer { heading("Assistant") }
        document.isInAnswer = true
    }

    mutating func streamMarkdown(_ bytes: Bytes, escaped: Bool) {
        document.text.write(bytes, escaped: escaped, to: &page)
    }

    /// Ends a text, and a block that it has left open.
    mutating func endMarkdownText() {
        document.text.end(to: &page)
        page.closeFlow()
        isFlowOpen = false
    }

    /// Whether an item waits for the end of the open text. If too many wait, the text ends here and goes on later.
    private mutating func isHeld(_ item: Item) -> Bool {
        if document.hold(item, while: isFlowOpen) { return true }
        if isFlowOpen { endText() }
        return false
    }

    private mutating func endText() {
        endMarkdownText()
        let held = document.takeHeld()
        for item in held { showMarkdown(item) }
    }

    private mutating func prompt(_ text: String) {
        let lines = text.lines.withoutBlankEnds
        if lines.count > 1 { fenced(Excerpt(of: lines, limit: nil)) } else { quote([Markdown.line(lines.first ?? "")]) }
    }

    private mutating func show(markdown call: Wording.Call) {
        beginAnswer()
        // Joined to one line it would be another command.
        let isBlock = call.main.contains("\n")
        var line = "**\(Markdown.escaped(call.name))**"
        if options.tools != .name {
            let facts = [isBlock ? "" : call.main, call.others, call.broken].filter { !$0.isEmpty }
            line += facts.map { " " + Markdown.code($0) }.joined()
        }
        paragraph(line)
        if isBlock, options.tools != .name { fenced(Excerpt(of: call.main.lines, limit: nil)) }
        guard options.tools != .name, let edit = call.edit else { return }
        fenced(Excerpt(of: edit.lines, limit: options.resultLines.count), "diff")
    }

    private mutating func show(markdown result: Wording.Result) {
        beginAnswer()
        let facts = [result.summary, result.call].filter { !$0.isEmpty }.map(Markdown.escaped)
        let symbol = "\((result.isFailure ? Symbol.failure : .success).text(ascii: page.isASCII))"
        // A bare plus would begin a list.
        let mark = symbol == "+" ? "\\+" : symbol
        paragraph(
            ["\(mark) **\(Markdown.escaped(result.name))**", facts.joined(separator: ": ")].joined(separator: " ")
                .trimmed)
        guard showsBody(of: result), !result.body.isEmpty else { return }
        let excerpt = Excerpt(of: result.body, limit: options.resultLines.count, width: page.width)
        if !excerpt.isBlank { fenced(excerpt) }
    }

    private mutating func showNotice(_ item: Item) {
        switch item {
        case .notice(let notice):
            let first = "**\(Markdown.escaped(notice.label))** \(Markdown.escaped(notice.text))"
            quote([first] + notice.body.map { Markdown.line($0) })
        case .unreadable(let unreadable): quote(["**line \(unreadable.line)** \(Markdown.escaped(unreadable.reason))"])
        default: break
        }
    }

    private mutating func heading(_ speaker: String) {
        paragraph("## " + speaker + (document.time.map { ", " + Timestamp.text(milliseconds: $0) } ?? ""))
    }

    private mutating func paragraph(_ line: String) {
        page.begin(.paragraph)
        page.line(line)
    }

    private mutating func quote(_ lines: [String]) {
        page.begin(.paragraph)
        for (index, line) in lines.enumerated() { page.line("> " + line + (index + 1 < lines.count ? "\\" : "")) }
    }

    private mutating func fenced(_ excerpt: Excerpt, _ language: String = "") {
        let fence = Markdown.fence(around: excerpt.head + excerpt.tail)
        page.begin(.paragraph)
        page.line(fence + language)
        for line in excerpt.head { page.line(line) }
        if excerpt.omitted > 0 { page.line("(\(Numbers.count(excerpt.omitted, "line")) left out)") }
        for line in excerpt.tail { page.line(line) }
        page.line(fence)
    }
}
