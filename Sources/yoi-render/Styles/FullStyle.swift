internal import Shared

/// Everything, for reading; the first column says whose words a line holds.
struct FullStyle: LineStyle {
    let options: RenderOptions
    var directory = ""
    var open = OpenBlock.none
    /// Whether a thought was the last item: another one without words is not mentioned.
    private var hasJustThought = false
    /// The output of running commands.
    private var live: [String: LiveOutput] = [:]
    /// The call or command that the last line belongs to; `nil` if it belongs to neither.
    private var latest: String?

    init(_ options: RenderOptions) { self.options = options }
}

extension FullStyle {
    mutating func suspend(on page: inout Page) {
        suspendText(on: &page)
        latest = nil
    }

    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page) { page.stream(bytes, escaped: escaped) }

    mutating func show(_ item: Item, on page: inout Page) {
        switch item {
        case .thinking, .thinkingEnd: break
        default: hasJustThought = false
        }
        defer {
            switch item {
            case .output, .textEnd, .thinkingEnd: break
            case .call(let call): latest = call.id
            default: latest = nil
            }
        }
        switch item {
        case .greeting(let greeting, let status): show(greeting, status, on: &page)
        case .history(let item, _): show(history: item, on: &page)
        case .earlier(let count): show(Notice(.info, "earlier", Numbers.count(count, "item") + " left out"), on: &page)
        case .user(let segments): show(segments, on: &page)
        case .text(let text):
            if open != .text { page.openFlow(.text, .answer, highlightsMarkdown: true) }
            open = .text
            page.stream(text)
        case .textEnd:
            page.closeFlow()
            open = .none
        case .newText: break
        case .thinking(let text): show(thinking: text, on: &page)
        case .thinkingEnd: endThought(on: &page)
        case .call(let call): show(call, on: &page)
        case .result(let outcome): show(outcome, on: &page)
        case .output(let piece): show(piece, on: &page)
        case .running(let call, let duration): show(wording.notice(running: call, duration), on: &page)
        case .notice(let notice): show(notice, on: &page)
        case .runEnd(let summary):
            live = [:]
            show(summary, on: &page)
        case .unreadable(let input): show(input, on: &page)
        }
    }
}

extension FullStyle {
    private func show(_ greeting: Greeting, _ status: WorkerStatus, on page: inout Page) {
        page.begin(.greeting)
        page.beginLine(Margin(symbol: .notice))
        page.put(greeting.workerName, .name)
        for fact in greeting.facts(status).dropFirst() { page.put(fact: fact) }
        page.endLine()
    }

    private func show(_ segments: [InputSegment], on page: inout Page) {
        page.show(segments.map { $0.shown(whole: options.showsAll) }, .user, .user, .user)
    }

    private mutating func show(thinking text: WireText, on page: inout Page) {
        if open != .thought {
            open = .silentThought
            guard !text.isEmpty else { return }
            if options.thinking == .show {
                page.openFlow(.thought, .thought, .thinking)
            } else {
                page.begin(.thought)
                page.beginLine(.thought, hanging: .thought, .cut)
                page.openFlow(.firstLine, .thinking)
            }
            open = .thought
        }
        page.stream(text)
    }

    private mutating func endThought(on page: inout Page) {
        page.closeFlow()
        if open == .silentThought, !hasJustThought {
            page.begin(.thought)
            page.line("thought", .thought, .quiet)
        }
        (open, hasJustThought) = (.none, true)
    }

    private func show(_ notice: Notice, on page: inout Page) {
        page.begin(.notice)
        let (symbol, role) = notice.kind.looks
        page.beginLine(Margin(symbol: symbol, role: role))
        page.put(notice.label, role)
        let text = WrittenText(options.showsAll ? notice.text : notice.shortText)
        let blank = text.lines.prefix(while: \.isEmpty).count
        if let first = text.lines.dropFirst(blank).first(where: { _ in true }) {
            page.space(2)
            page.put(words: first, notice.kind == .detail ? .quiet : .plain)
        }
        page.endLine()
        show(Excerpt(of: text, from: blank + 1, limit: options.resultLines.count), .plain, on: &page)
        for line in notice.body { page.line(line, .output, .quiet) }
    }

    private func show(_ summary: RunSummary, on page: inout Page) {
        page.begin(.end)
        page.beginLine(Margin(symbol: .rule, role: .quiet))
        let (words, role) = summary.ending.words
        page.put(words, role)
        if options.showsUsage { for fact in summary.facts { page.put(fact: fact) } }
        page.endLine()
    }

    private func show(_ input: InvalidInput, on page: inout Page) {
        page.begin(.notice)
        page.beginLine(Margin(symbol: .unknown, role: .warning))
        page.put("line \(input.line)", .warning)
        page.putColumn(input.reason + ": ")
        page.put(input.excerpt, .quiet)
        page.endLine()
    }

    private mutating func show(history item: HistoryItem, on page: inout Page) {
        switch item {
        case .text(let text) where !options.showsAll:
            page.begin(.text)
            page.beginLine(.answer, hanging: .answer, .cut)
            let lines = text.string.trimmed.lines
            page.put(lines.first ?? "")
            if lines.count > 1, !page.isCut {
                page.space()
                page.mark(.ellipsis, .quiet)
            }
            page.endLine()
        case .text(let text), .answer(let text):
            show(.text(text), on: &page)
            show(.textEnd, on: &page)
        case .thought(let text):
            show(.thinking(text), on: &page)
            show(.thinkingEnd, on: &page)
        case .call(let call): show(call, withBlocks: options.showsAll, on: &page)
        case .result(let outcome): show(outcome, withOutput: options.showsAll, on: &page)
        case .user, .notice: show(item.live, on: &page)
        }
    }
}

extension FullStyle {
    private func show(_ call: ToolCall, withBlocks: Bool = true, on page: inout Page) {
        let words = wording.words(for: call)
        page.begin(.calls)
        page.beginLine(Margin(symbol: .call, role: .quiet))
        page.put(words.name, .name)
        guard options.tools != .name else { return page.endLine() }
        page.putColumn(words.main)
        page.putColumn(words.others, .quiet)
        let shown = options.resultLines.count == 0 ? [] : words.blocks.filter { withBlocks || $0.isMain }
        if shown.count < words.blocks.count {
            page.putColumn(Wording.sizes(of: words.blocks.filter { shown.isEmpty || !$0.isMain }), .quiet)
        }
        page.endLine()
        for (index, block) in shown.enumerated() {
            if index > 0, block.diff != nil, block.label.isEmpty { showMark(.ellipsis, "", on: &page) }
            show(block, on: &page)
        }
    }

    private func show(_ block: Wording.Block, on page: inout Page) {
        switch block.content {
        case .text(let text, let part):
            let excerpt = Excerpt(of: text, limit: options.resultLines.count, part)
            guard !block.label.isEmpty else { return show(excerpt, .plain, on: &page) }
            let lines = Array(excerpt.lines.prefix(2))
            if excerpt.omitted == 0, lines.count < 2 {
                page.beginLine(.output)
                page.put(block.label + ": ", .quiet)
                lines.forEach { put($0, .plain, on: &page) }
                page.endLine()
            } else {
                page.line(block.label + ":", .output, .quiet)
                show(excerpt, .plain, indent: 2, on: &page)
            }
        case .diff(let diff): show(diff, block.label, on: &page)
        }
    }

    private func show(_ diff: LineDiff, _ label: String, on page: inout Page) {
        if !label.isEmpty { page.line(label, .output, .quiet) }
        let excerpt = DiffExcerpt(of: diff, limit: options.resultLines.count)
        for line in excerpt.lines {
            switch line {
            case .text(let line): page.line(line.sign.rawValue + line.text, .output, line.sign.role)
            case .gap: showMark(.ellipsis, "", on: &page)
            case .omitted(let count): showMark(.ellipsis, " \(Numbers.count(count, "line")) left out", on: &page)
            }
        }
        for remark in diff.remarks { page.line("(\(remark))", .output, .quiet) }
    }

    /// Whether commands' output is shown while they run.
    private var showsLiveOutput: Bool { options.tools == .full }

    private mutating func show(_ piece: CommandPiece, on page: inout Page) {
        guard showsLiveOutput else { return }
        var output = live[piece.commandID] ?? LiveOutput(limit: options.resultLines.count)
        let lines = output.take(piece.text.string, from: piece.stream)
        live[piece.commandID] = output
        guard !lines.isEmpty else { return }
        page.begin(.results)
        name(piece.call, piece.commandID, on: &page)
        show(lines, on: &page)
    }

    /// Names the command whose output follows, unless the lines above belong to it.
    private mutating func name(_ call: ToolCall?, _ commandID: String, on page: inout Page) {
        let id = call?.id ?? commandID
        defer { latest = id }
        if latest == id { return }
        let words = call.map { wording.words(for: $0) }
        page.beginLine(Margin(symbol: .notice, role: .quiet))
        page.put(words?.name ?? "command", .name)
        page.putColumn(words?.main ?? "", .quiet)
        page.endLine()
    }

    /// Shows the rest of an output, above the result.
    private mutating func endLiveOutput(of call: ToolCall?, _ commandID: String, on page: inout Page) {
        guard showsLiveOutput, var output = live.removeValue(forKey: commandID) else { return }
        let last = output.end()
        if last.isEmpty, output.tail.isEmpty { return }
        name(call, commandID, on: &page)
        show(last, on: &page)
        if output.omitted > 0 {
            showMark(.ellipsis, " \(Numbers.count(output.omitted, "line")) left out", on: &page)
        }
        show(output.tail, on: &page)
    }

    private func show(_ lines: [WrittenLine], on page: inout Page) {
        for line in lines { show(line, .quiet, indent: 0, on: &page) }
    }

    private mutating func show(_ outcome: ToolOutcome, withOutput: Bool = true, on page: inout Page) {
        let words = wording.words(for: outcome)
        page.begin(.results)
        if let command = outcome.streamedCommandID { endLiveOutput(of: outcome.call, command, on: &page) }
        let role = words.isFailure ? Role.bad : .quiet
        page.beginLine(Margin(symbol: words.isFailure ? .failure : .success, role: words.isFailure ? .bad : .good))
        page.put(words.name, .name)
        if !words.summary.isEmpty {
            page.space(2)
            put(WrittenLine(words.summary), role, rows: Self.maxOwnRows, on: &page)
        }
        page.putColumn(words.duration, .quiet)
        page.putColumn(words.call, .quiet)
        page.endLine()
        let limit = options.resultLines.count
        if !words.more.isEmpty, words.isFailure || withOutput {
            show(Excerpt(of: WrittenText(words.more), limit: limit), words.isFailure ? .plain : .quiet, on: &page)
        }
        if showsLiveOutput, outcome.streamedCommandID != nil { return }
        guard withOutput, options.showsOutput(of: words), let output = words.output else { return }
        let excerpt = Excerpt(
            of: WrittenText(output), from: words.cut == nil ? 0 : 1, limit: limit, words.cut == nil ? .both : .tail)
        if let cut = words.cut {
            let omitted = max(0, cut.lines - cut.kept) + excerpt.omitted
            let count = omitted > 0 ? " \(Numbers.count(omitted, "line")) left out;" : ""
            showMark(.ellipsis, count + " full output (\(cut.size)): \(cut.path)", on: &page)
        }
        show(excerpt, words.isFailure ? .plain : .quiet, withMark: words.cut == nil, on: &page)
    }

    private func show(
        _ excerpt: Excerpt, _ role: Role, indent: Int = 0, withMark: Bool = true, on page: inout Page
    ) {
        if excerpt.isBlank || options.resultLines.count == 0 { return }
        for line in excerpt.head { show(line, role, indent: indent, on: &page) }
        if excerpt.omitted > 0, withMark {
            showMark(.ellipsis, " \(Numbers.count(excerpt.omitted, "line")) left out", on: &page)
        }
        for line in excerpt.tail { show(line, role, indent: indent, on: &page) }
    }

    private func showMark(_ symbol: Symbol, _ words: String, on page: inout Page) {
        page.beginLine(.output)
        page.mark(symbol, .quiet)
        page.put(words, .quiet)
        page.endLine()
    }

    private func show(_ line: WrittenLine, _ role: Role, indent: Int, on page: inout Page) {
        if line.isEmpty { return page.line("", .output) }
        let margin = Margin(symbol: .output, role: .quiet, indent: 1 + indent)
        page.beginLine(margin, hanging: margin)
        put(line, role, on: &page)
        page.endLine()
    }

    /// Maximum of terminal rows for a line of an excerpt.
    private static let maxRows = 6
    /// Maximum of terminal rows for one of our own lines: enough for anything written to be read.
    private static let maxOwnRows = 100

    private func put(_ line: WrittenLine, _ role: Role, rows: Int = maxRows, on page: inout Page) {
        if let state = line.lastState {
            page.put("(progress) ", .quiet)
            return put(state, role, on: &page)
        }
        let isWhole = options.resultLines.count == nil || page.isEndless
        guard !isWhole, let clip = line.clipped(to: rows * page.width) else { return page.put(line, role) }
        page.put(clip.head, role)
        page.space()
        page.mark(.ellipsis, .quiet)
        page.put(" \(Numbers.count(clip.omitted, "character")) left out ", .quiet)
        page.mark(.ellipsis, .quiet)
        page.space()
        page.put(clip.tail, role)
    }
}

extension Margin {
    static let answer = Margin(indent: 2)
    static let user = Margin(symbol: .user, role: .user)
    static let thought = Margin(symbol: .thought, role: .quiet)
    static let output = Margin(symbol: .output, role: .quiet)
}

extension LineDiff.Line.Sign {
    var role: Role {
        switch self {
        case .kept: .quiet
        case .removed: .removed
        case .added: .added
        }
    }
}

extension Notice.Kind {
    var looks: (Symbol, Role) {
        switch self {
        case .info: (.notice, .plain)
        case .success: (.success, .plain)
        case .warning: (.warning, .warning)
        case .error: (.failure, .bad)
        case .retry: (.retry, .warning)
        case .detail: (.notice, .quiet)
        }
    }
}
