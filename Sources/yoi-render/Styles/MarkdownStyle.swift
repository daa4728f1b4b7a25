internal import Shared

/// A document to keep: a heading for each speaker, outputs in fences; prompts, thinking and notices quoted.
struct MarkdownStyle: Style {
    private let options: RenderOptions
    var wording: Wording
    /// Whether pieces of a text go to the page's flow.
    private(set) var takesMoreText = false
    private var text = MarkdownText()
    /// Whether the heading above is the assistant's.
    private var isInAnswer = false
    /// What is to be shown when the open text has ended.
    private var held: [Item] = []

    init(_ options: RenderOptions) {
        self.options = options
        wording = Wording(isWhole: options.showsAll)
    }

    /// Things that are held: a text that never ends must not fill the memory.
    private static let maxHeld = 1_000
}

extension MarkdownStyle {
    var dropsMoreThinking: Bool { options.thinking == .hide }
    var isInBlock: Bool { takesMoreText }

    mutating func suspend(on page: inout Page) { endText(on: &page) }

    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page) {
        text.write(bytes, escaped: escaped, to: &page)
    }

    mutating func show(_ item: Item, on page: inout Page) {
        switch item {
        case .greeting(let greeting, let status):
            let facts = greeting.facts(status).map(Markdown.escaped)
            paragraph("# " + (facts.first ?? ""), on: &page)
            if facts.count > 1 { paragraph(facts.dropFirst().joined(separator: ", "), on: &page) }
        case .past(.text(let text), _), .past(.answer(let text), _):
            show(.text(text), on: &page)
            show(.textEnd, on: &page)
        case .past(.thought(let text), _):
            show(.thinking(text), on: &page)
            show(.thinkingEnd, on: &page)
        case .past(let past, _): show(past.item, on: &page)
        case .earlier(let count): quote(["\(Numbers.count(count, "earlier item")) left out"], on: &page)
        case .user(let segments):
            if hold(item, on: &page) { return }
            isInAnswer = false
            heading("User", on: &page)
            prompt(segments.map { $0.shown(whole: options.showsAll) }.joined(), on: &page)
        case .text(let text):
            beginAnswer(on: &page)
            if !takesMoreText { page.openFlow(.text, .none) }
            takesMoreText = true
            stream(text.contents.span, escaped: true, on: &page)
        case .textEnd, .thinkingEnd:
            endText(on: &page)
            showHeld(on: &page)
        case .thinking(let text):
            guard options.thinking == .show else { return }
            beginAnswer(on: &page)
            if !takesMoreText { page.openFlow(.thought, .quote) }
            takesMoreText = true
            page.stream(text)
        // In the middle of a text they would break its blocks.
        case .notice, .unreadable: if !hold(item, on: &page) { showNotice(item, on: &page) }
        case .output, .running: break
        case .call(let call): show(wording.words(for: call), on: &page)
        case .result(let outcome): show(wording.words(for: outcome), on: &page)
        case .runEnd(let summary):
            let facts = [summary.ending.words.0] + (options.showsUsage ? summary.facts : [])
            paragraph("*" + facts.joined(separator: ", ") + "*", on: &page)
        }
    }
}

extension MarkdownStyle {
    /// Whether an item waits for the end of the open text. If too many wait, the text ends here and goes on later.
    private mutating func hold(_ item: Item, on page: inout Page) -> Bool {
        guard takesMoreText else { return false }
        if held.count < Self.maxHeld {
            held.append(item)
            return true
        }
        endText(on: &page)
        showHeld(on: &page)
        return false
    }

    private mutating func showHeld(on page: inout Page) {
        let items = held
        held = []
        for item in items { show(item, on: &page) }
    }

    private mutating func beginAnswer(on page: inout Page) {
        if !isInAnswer { heading("Assistant", on: &page) }
        isInAnswer = true
    }

    /// Ends a text, and what it has left open.
    private mutating func endText(on page: inout Page) {
        text.end(to: &page)
        page.closeFlow()
        takesMoreText = false
    }

    /// Nothing in it is markup: a line is quoted, several are in a fence.
    private func prompt(_ text: String, on page: inout Page) {
        let lines = text.lines.withoutBlankEnds
        guard lines.count > 1 else { return quote([Markdown.line(lines.first ?? "")], on: &page) }
        let fence = Markdown.fence(around: lines)
        page.begin(.paragraph)
        for line in [fence[...]] + lines + [fence[...]] { page.line(line, .none) }
    }

    private mutating func show(_ call: Wording.Call, on page: inout Page) {
        beginAnswer(on: &page)
        var line = "**\(Markdown.escaped(call.name))**"
        if options.tools != .name {
            line += [call.main, call.others].filter { !$0.isEmpty }.map { " " + Markdown.code($0) }.joined()
        }
        paragraph(line, on: &page)
        guard options.tools != .name else { return }
        for block in call.blocks {
            if !block.label.isEmpty { paragraph(Markdown.escaped(block.label) + ":", on: &page) }
            switch block.content {
            case .text(let text, let part): fenced(Excerpt(of: text, limit: options.resultLines.count, part), on: &page)
            case .diff(let diff): fenced(diff, on: &page)
            }
        }
    }

    private mutating func show(_ result: Wording.Result, on page: inout Page) {
        beginAnswer(on: &page)
        let facts = [result.summary, result.duration, result.call].filter { !$0.isEmpty }.map(Markdown.escaped)
        let symbol = "\((result.isFailure ? Symbol.failure : .success).text(ascii: page.isASCII))"
        // A bare plus would begin a list.
        let mark = symbol == "+" ? "\\+" : symbol
        paragraph(
            ["\(mark) **\(Markdown.escaped(result.name))**", facts.joined(separator: ": ")].joined(separator: " ")
                .trimmed, on: &page)
        let limit = options.resultLines.count
        if let more = result.more { fenced(Excerpt(of: more, limit: limit), on: &page) }
        guard options.showsOutput(of: result), let output = result.output else { return }
        let excerpt = Excerpt(
            of: output, from: result.cut == nil ? 0 : 1, limit: limit, result.cut == nil ? .both : .tail)
        if let cut = result.cut {
            let omitted = max(0, cut.lines - cut.kept) + excerpt.omitted
            let count = omitted > 0 ? "\(Numbers.count(omitted, "line")) left out; " : ""
            paragraph("\(count)full output (\(Markdown.escaped(cut.size))): \(Markdown.code(cut.path))", on: &page)
        }
        fenced(excerpt, on: &page)
    }

    private func showNotice(_ item: Item, on page: inout Page) {
        switch item {
        case .notice(let notice):
            let first = "**\(Markdown.escaped(notice.label))** \(Markdown.escaped(notice.shortText))"
            quote([first] + notice.body.map { Markdown.line($0) }, on: &page)
        case .unreadable(let input):
            quote(["**line \(input.line)** \(Markdown.escaped(input.reason))"], on: &page)
        default: break
        }
    }

    private func heading(_ speaker: String, on page: inout Page) {
        paragraph("## " + speaker + (page.moment.map { ", " + $0 } ?? ""), on: &page)
    }

    private func paragraph(_ line: String, on page: inout Page) {
        page.begin(.paragraph)
        page.line(line, .none)
    }

    private func quote(_ lines: [String], on page: inout Page) {
        page.begin(.paragraph)
        for (index, line) in lines.enumerated() {
            page.line("> " + line + (index + 1 < lines.count ? "\\" : ""), .none)
        }
    }

    private func fenced(_ excerpt: Excerpt, on page: inout Page) {
        if excerpt.isBlank || options.resultLines.count == 0 { return }
        let lines = excerpt.head + excerpt.tail
        let fence = Markdown.fence(around: lines.map(\.text))
        page.begin(.paragraph)
        page.line(fence, .none)
        for line in excerpt.head { put(line, on: &page) }
        if excerpt.omitted > 0 { page.line("(\(Numbers.count(excerpt.omitted, "line")) left out)", .none) }
        for line in excerpt.tail { put(line, on: &page) }
        page.line(fence, .none)
    }

    private func put(_ line: WrittenLine, on page: inout Page) {
        page.beginLine(.none)
        if let state = line.lastState {
            page.put("(progress) ")
            page.put(state)
        } else {
            page.put(line)
        }
        page.endLine()
    }

    private func fenced(_ diff: LineDiff, on page: inout Page) {
        let excerpt = DiffExcerpt(of: diff, limit: options.resultLines.count)
        if !excerpt.lines.isEmpty {
            let lines = excerpt.lines.map { line in
                switch line {
                case .text(let line): line.sign.rawValue + line.text
                case .gap: "..."
                case .omitted(let count): "(\(Numbers.count(count, "line")) left out)"
                }
            }
            let fence = Markdown.fence(around: lines)
            page.begin(.paragraph)
            page.line(fence + "diff", .none)
            for line in lines { page.line(line, .none) }
            page.line(fence, .none)
        }
        for remark in diff.remarks { paragraph("(\(remark))", on: &page) }
    }
}

extension Margin {
    fileprivate static let quote = Margin(symbol: .user)
}
