internal import Shared

extension Presenter {
    mutating func show(_ call: ToolCall, withDiff: Bool = true) {
        let words = wording.words(for: call)
        page.begin(.calls)
        page.beginLine()
        page.mark(.call, .quiet)
        page.space()
        page.put(words.name, .name, atMost: Page.nameWidth)
        if options.tools != .name {
            page.putColumn(words.main)
            page.putColumn(words.others, .quiet)
            if !words.broken.isEmpty {
                page.putColumn("not JSON:", .warning)
                page.space()
                page.put(words.broken)
            }
        }
        page.endLine()
        guard withDiff, options.tools != .name, let edit = words.edit else { return }
        showLines(Excerpt(of: edit.lines, limit: options.resultLines.count)) { $0.diffRole }
    }

    mutating func show(_ outcome: ToolOutcome, withOutput: Bool = true) {
        let words = wording.words(for: outcome)
        page.begin(.results)
        if let command = outcome.streamedCommandID { endLiveOutput(of: command) }
        page.beginLine()
        page.mark(words.isFailure ? .failure : .success, words.isFailure ? .bad : .good)
        page.space()
        page.put(words.name, .name, atMost: Page.nameWidth)
        // Why it failed is worth more than a line.
        if words.isFailure { page.allow(lines: Self.mostLines) }
        page.putColumn(words.summary, words.isFailure ? .bad : .quiet)
        page.putColumn(words.call, .quiet, atMost: 40)
        page.endLine()
        if showsLiveOutput, outcome.streamedCommandID != nil { return }
        guard withOutput, showsBody(of: words) else { return }
        let role = words.isFailure ? Role.plain : .quiet
        showLines(Excerpt(of: words.body, limit: options.resultLines.count, width: page.width)) { _ in role }
    }

    func showsBody(of words: Wording.Result) -> Bool {
        options.tools == .full || options.tools == .short && !words.isSummarized
    }

    mutating func showLines(_ excerpt: Excerpt, role: (Substring) -> Role) {
        if excerpt.isBlank { return }
        for line in excerpt.head { page.line(line, role(line), indent: 2) }
        if excerpt.omitted > 0 {
            page.beginLine(indent: 2)
            page.mark(.ellipsis, .quiet)
            page.put(" \(Numbers.count(excerpt.omitted, "line")) left out", .quiet)
            page.endLine()
        }
        for line in excerpt.tail { page.line(line, role(line), indent: 2) }
    }
}
