internal import Shared

/// A document to keep: a heading for each speaker, outputs in fences; prompts, thinking and notices quoted.
struct MarkdownStyle: Style {
    private let options: RenderOptions
    var directory = ""
    /// Whether pieces of a text go to the page's flow.
    private(set) var takesMoreText = false
    private var text = MarkdownText()
    /// Whether the last heading is the assistant's.
    private var isInAnswer = false

    init(_ options: RenderOptions) { self.options = options }
}

extension MarkdownStyle {
    var dropsMoreThinking: Bool { options.thinking == .hide }
    var isInBlock: Bool { takesMoreText }
    mutating func takeComplaint() -> String? { nil }
    private var wording: Wording { Wording(directory: directory, isWhole: options.showsAll) }

    /// In the middle of a text, anything else would break its blocks.
    func isUnbreakable(on page: borrowing Page) -> Bool { takesMoreText }

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
        case .history(.text(let text), _), .history(.answer(let text), _):
            show(.text(text), on: &page)
            show(.textEnd, on: &page)
        case .history(.thought(let text), _):
            show(.thinking(text), on: &page)
            show(.thinkingEnd, on: &page)
        case .history(let item, _): show(item.live, on: &page)
        case .earlier(let count): quote(["**earlier** \(Numbers.count(count, "item")) left out"], on: &page)
        case .user(let segments):
            isInAnswer = false
            heading("User", on: &page)
            prompt(segments.map { $0.shown(whole: options.showsAll) }, on: &page)
        case .text(let text):
            beginAnswer(on: &page)
            if !takesMoreText { page.openFlow(.text, .none) }
            takesMoreText = true
            stream(text.contents.span, escaped: true, on: &page)
        case .textEnd, .thinkingEnd:
            endText(on: &page)
        case .thinking(let text):
            guard options.thinking == .show else { return }
            beginAnswer(on: &page)
            if !takesMoreText { page.openFlow(.thought, .quote) }
            takesMoreText = true
            page.stream(text)
        case .notice, .unreadable: showNotice(item, on: &page)
        case .newText, .output, .running: break
        case .call(let call): show(wording.words(for: call), on: &page)
        case .result(let outcome): show(wording.words(for: outcome), on: &page)
        case .runEnd(let summary):
            let facts = [summary.ending.words.0] + (options.showsUsage ? summary.facts : [])
            paragraph("*" + facts.joined(separator: ", ") + "*", on: &page)
        }
    }
}

extension MarkdownStyle {
    private mutating func beginAnswer(on page: inout Page) {
        if !isInAnswer { heading("Assistant", on: &page) }
        isInAnswer = true
    }

    /// Ends a text and closes its open blocks.
    private mutating func endText(on page: inout Page) {
        text.end(to: &page)
        page.closeFlow()
        takesMoreText = false
    }

    /// A prompt, with no markup of its own: one line is quoted, several are fenced.
    private func prompt(_ pieces: [WireText], on page: inout Page) {
        var marks = BacktickCounter()
        var (hasText, hasEnded, isLong) = (false, false, false)
        for piece in pieces {
            WrittenText(piece).forEachScalar { scalar in
                marks.note(scalar)
                if scalar == "\n" {
                    hasEnded = hasText
                } else if scalar != "\r" {
                    (hasText, isLong) = (true, isLong || hasEnded)
                }
            }
        }
        page.begin(.paragraph)
        guard isLong else {
            var escaper = MarkdownEscaper(isAtLineStart: true)
            page.beginLine(.none)
            page.put("> ")
            page.put { append in
                for piece in pieces {
                    WrittenText(piece).forEachScalar { if !$0.isLineEnd { escaper.take($0, append) } }
                }
            }
            return page.endLine()
        }
        let fence = Markdown.fence(around: marks)
        page.line(fence, .none)
        page.openFlow(.tidy)
        for piece in pieces { page.stream(piece) }
        page.closeFlow()
        page.line(fence, .none)
    }

    private mutating func show(_ call: Wording.Call, on page: inout Page) {
        beginAnswer(on: &page)
        var line = "**\(Markdown.escaped(call.name))**"
        if options.tools != .name {
            line += [call.main, call.others].filter { !$0.isEmpty }.map { " " + Markdown.code($0) }.joined()
        }
        let isShort = options.resultLines.count == 0 && !call.blocks.isEmpty && options.tools != .name
        if isShort { line += " " + Markdown.escaped(Wording.sizes(of: call.blocks)) }
        paragraph(line, on: &page)
        guard options.tools != .name, !isShort else { return }
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
            ["\(mark) **\(Markdown.escaped(result.name))**", facts.joined(separator: ", ")].joined(separator: " ")
                .trimmed, on: &page)
        let limit = options.resultLines.count
        if !result.more.isEmpty { fenced(Excerpt(of: WrittenText(result.more), limit: limit), on: &page) }
        guard options.showsOutput(of: result), let output = result.output else { return }
        let excerpt = Excerpt(
            of: WrittenText(output), from: result.cut == nil ? 0 : 1, limit: limit, result.cut == nil ? .both : .tail)
        if let cut = result.cut {
            let omitted = max(0, cut.lines - cut.kept) + excerpt.omitted
            let count = omitted > 0 ? "\(Numbers.count(omitted, "line")) left out; " : ""
            paragraph("\(count)full output (\(Markdown.escaped(cut.size))): \(Markdown.code(cut.path))", on: &page)
        }
        fenced(excerpt, withMark: result.cut == nil, on: &page)
    }

    private func showNotice(_ item: Item, on page: inout Page) {
        switch item {
        case .notice(let notice):
            page.begin(.paragraph)
            page.beginLine(.none)
            page.put("> **\(Markdown.escaped(notice.label))**")
            for (index, line) in WrittenText(notice.shortText).lines.enumerated() {
                if index > 0 { breakQuote(on: &page) } else { page.put(" ") }
                put(words: line, on: &page)
            }
            for line in notice.body {
                breakQuote(on: &page)
                page.put(Markdown.line(line))
            }
            page.endLine()
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

    /// Ends a line of a quote that continues.
    private func breakQuote(on page: inout Page) {
        page.put("\\")
        page.endLine()
        page.beginLine(.none)
        page.put("> ")
    }

    private func put(words line: WrittenLine, on page: inout Page) {
        var escaper = MarkdownEscaper(isAtLineStart: true)
        page.put { append in line.forEachScalar { escaper.take($0, append) } }
    }

    private func fenced(_ excerpt: Excerpt, withMark: Bool = true, on page: inout Page) {
        if excerpt.isBlank || options.resultLines.count == 0 { return }
        var marks = BacktickCounter()
        for line in excerpt.lines {
            marks.note("\n")
            line.forEachScalar { marks.note($0) }
        }
        let fence = Markdown.fence(around: marks)
        page.begin(.paragraph)
        page.line(fence, .none)
        for line in excerpt.head { put(line, on: &page) }
        if excerpt.omitted > 0, withMark { page.line("(\(Numbers.count(excerpt.omitted, "line")) left out)", .none) }
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

extension Unicode.Scalar {
    fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" }
}

extension Margin {
    fileprivate static let quote = Margin(symbol: .user)
}
