internal import Shared

/// One line for each event or finished block, in columns.
struct CompactStyle: LineStyle {
    let options: RenderOptions
    var directory = ""
    var open = OpenBlock.none

    init(_ options: RenderOptions) { self.options = options }
}

extension CompactStyle {
    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page) {
        if !page.isStreaming {
            guard bytes.hasVisibleText(escaped: escaped) else { return }
            begin(.answer, "answer", .plain, on: &page)
            page.space(Self.gap(after: "answer", .answer, on: page))
            page.openFlow(.flat)
        }
        page.stream(bytes, escaped: escaped)
    }

    mutating func show(_ item: Item, on page: inout Page) {
        switch item {
        case .greeting(let greeting, let status):
            line(.notice, "worker", greeting.facts(status), .name, on: &page)
        case .history(.text(let text), _), .history(.answer(let text), _):
            begin(.answer, "answer", .plain, on: &page)
            flat([text], .answer, "answer", .plain, on: &page)
        case .history(.thought(let text), _):
            show(.thinking(text), on: &page)
            show(.thinkingEnd, on: &page)
        case .history(let item, _): show(item.live, on: &page)
        case .earlier(let count):
            line(.notice, "earlier", [Numbers.count(count, "item") + " left out"], .quiet, on: &page)
        case .user(let segments):
            begin(.user, "user", .user, on: &page)
            page.space(Self.gap(after: "user", .user, on: page))
            page.openFlow(.flat, .user)
            for segment in segments { page.stream(segment.shown(whole: false)) }
            page.closeFlow()
        case .text(let text):
            open = .text
            stream(text.contents.span, escaped: true, on: &page)
        case .textEnd:
            page.closeFlow()
            open = .none
        case .newText: break
        case .thinking(let text): show(thinking: text, on: &page)
        case .thinkingEnd: endThought(on: &page)
        case .call(let call): show(call, on: &page)
        case .result(let outcome): show(outcome, on: &page)
        case .output: break
        case .running(let call, let duration): show(.notice(wording.notice(running: call, duration)), on: &page)
        case .notice(let notice):
            let (symbol, role) = notice.kind.looks
            let body = (notice.text.isEmpty ? notice.body.prefix(1) : []).map(WireText.init)
            let rest = notice.body.dropFirst(body.count).map { WireText("; " + $0) }
            begin(symbol, notice.label, role, on: &page)
            flat([notice.shortText] + body + rest, symbol, notice.label, role, on: &page)
        case .runEnd(let summary):
            let facts = [summary.ending.words.0] + (options.showsUsage ? summary.facts : [])
            line(.rule, "run", facts, summary.ending.words.1, on: &page)
        case .unreadable(let input):
            line(.unknown, "line \(input.line)", ["\(input.reason): \(input.excerpt)"], .warning, on: &page)
        }
    }
}

extension CompactStyle {
    private mutating func show(thinking text: WireText, on page: inout Page) {
        // It may have been interrupted.
        if open != .thought || options.thinking == .show && !page.isStreaming {
            open = .silentThought
            guard text.contents.span.hasVisibleText(escaped: true) else { return }
            begin(.thought, "thought", .thinking, on: &page)
            page.space(Self.gap(after: "thought", .thought, on: page))
            page.openFlow(options.thinking == .show ? .flat : .firstLine, .thinking)
            open = .thought
        }
        page.stream(text)
    }

    private mutating func endThought(on page: inout Page) {
        page.closeFlow()
        if open == .silentThought { line(.thought, "thought", [], .thinking, on: &page) }
        open = .none
    }

    private func show(_ call: ToolCall, on page: inout Page) {
        let words = wording.words(for: call)
        begin(.call, words.name, .name, on: &page)
        if options.tools != .name {
            var space = Self.gap(after: words.name, .call, on: page)
            func put(_ text: String) {
                guard !text.isEmpty else { return }
                page.space(space)
                page.put(text)
                space = 2
            }
            func put(_ block: Wording.Block) {
                guard case .text(let text, .both) = block.content else { return }
                page.space(space)
                if !block.label.isEmpty { page.put(block.label + ": ") }
                for (index, line) in text.lines.enumerated() {
                    if index > 0 { page.mark(.lineBreak) }
                    page.put(words: line)
                }
                space = 2
            }
            put(words.main)
            for block in words.blocks where block.isMain { put(block) }
            put(Wording.sizes(of: words.blocks.filter(\.isBody)))
            put(words.others)
            for block in words.blocks where !block.isMain && !block.isBody { put(block) }
        }
        page.endLine()
    }

    private func show(_ outcome: ToolOutcome, on page: inout Page) {
        let words = wording.words(for: outcome)
        let role = words.isFailure ? Role.bad : .quiet
        let output = words.isFailure && options.tools != .name ? words.output : nil
        let last = output.flatMap { Excerpt(of: WrittenText($0), limit: 20).lastLine?.shownText.drop { $0 == " " } }
        let facts = [words.summary, words.more, words.duration, words.call]
        let symbol = words.isFailure ? Symbol.failure : .success
        let said = facts.filter { !$0.isEmpty }.joined(separator: ", ")
        line(symbol, words.name, [said, String(last ?? "")], role, separator: ": ", on: &page)
    }

    private func line(
        _ symbol: Symbol, _ kind: String, _ what: some Sequence<String>, _ role: Role, separator: String = ", ",
        on page: inout Page
    ) {
        begin(symbol, kind, role, on: &page)
        let text = what.filter { !$0.isEmpty }.joined(separator: separator)
        flat([WireText(text)], symbol, kind, role, on: &page)
    }

    private func flat(_ pieces: [WireText], _ symbol: Symbol, _ kind: String, _ role: Role, on page: inout Page) {
        guard !pieces.allSatisfy(\.isEmpty) else { return page.endLine() }
        page.space(Self.gap(after: kind, symbol, on: page))
        page.openFlow(.flat, role == .bad || role == .user ? role : .plain)
        for piece in pieces { page.stream(piece) }
        page.closeFlow()
    }

    /// Begins a line; failures and the end of a run may take more than one.
    private func begin(_ symbol: Symbol, _ kind: String, _ role: Role, on page: inout Page) {
        page.begin(.line)
        page.beginLine(
            Margin(symbol: symbol, role: symbol == .call ? .quiet : role), hanging: Margin(indent: Self.column),
            role == .bad || symbol == .rule ? .wrap : .cut)
        page.put(kind, symbol == .call ? .name : role)
    }

    private static func gap(after kind: String, _ symbol: Symbol, on page: borrowing Page) -> Int {
        max(2, column - symbol.cells(ascii: page.isASCII) - 1 - CellWidth.of(kind))
    }

    /// The column of the text, unless the kind is longer.
    private static let column = 15
}
