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
            page.putColumn(words.broken.isEmpty ? "" : "not JSON: " + words.broken, .warning)
        }
        page.endLine()
        guard withDiff, options.tools != .name, let edit = words.edit else { return }
        showLines(edit.removed.map { ("- " + $0, .removed) } + edit.added.map { ("+ " + $0, .added) })
    }

    mutating func show(_ outcome: ToolOutcome, withOutput: Bool = true) {
        let words = wording.words(for: outcome)
        page.begin(.results)
        page.beginLine()
        page.mark(words.isFailure ? .failure : .success, words.isFailure ? .bad : .good)
        page.space()
        page.put(words.name, .name, atMost: Page.nameWidth)
        page.putColumn(words.summary, words.isFailure ? .bad : .quiet)
        page.putColumn(words.call, .quiet, atMost: 40)
        page.endLine()
        if withOutput, showsLines(of: words) { showLines(words.lines.map { ($0, .quiet) }) }
    }

    func showsLines(of words: Wording.Result) -> Bool {
        options.tools == .full || options.tools == .short && !words.isSummarized
    }

    /// Head and tail of some lines: the error is at the end.
    mutating func showLines(_ lines: [(text: Substring, role: Role)]) {
        let excerpt = Excerpt(of: lines.count, limit: options.resultLines.count)
        for line in lines[..<excerpt.head] { page.line(line.text, line.role, indent: 2) }
        if excerpt.omitted > 0 {
            page.beginLine(indent: 2)
            page.mark(.ellipsis, .quiet)
            page.put(" \(Numbers.count(excerpt.omitted, "line")) left out", .quiet)
            page.endLine()
        }
        for line in lines[(lines.count - excerpt.tail)...] { page.line(line.text, line.role, indent: 2) }
    }
}
