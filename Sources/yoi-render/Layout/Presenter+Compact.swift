internal import Shared

extension Presenter {
    /// One line for each event or finished block.
    mutating func showCompact(_ item: Item) {
        switch item {
        case .greeting(let greeting, let status):
            line(.notice, "worker", greeting.facts(status).joined(separator: ", "), .name)
        case .past(.text(let text), _), .past(.answer(let text), _): line(.answer, "answer", text.string, .plain)
        case .past(let past, _): showCompact(past.item)
        case .earlier(let count): line(.notice, "earlier", "\(Numbers.count(count, "item")) left out", .quiet)
        case .user(let segments): line(.user, "user", segments.map(\.shown).joined().flat, .user)
        case .text(let text):
            gist.append(text)
        case .textEnd: endGist(.answer, "answer")
        case .thinking(let text): if options.thinking == .show { gist.append(text) }
        case .thinkingEnd:
            gist.append(" ")
            endGist(.thought, "thought")
        case .call(let call):
            let words = wording.words(for: call)
            let facts = options.tools == .name ? [] : [words.main, words.others, words.broken]
            line(.call, words.name, facts.filter { !$0.isEmpty }.joined(separator: "  "), .plain)
        case .result(let outcome): showCompact(outcome)
        case .output: break
        case .running(let call, let milliseconds): showCompact(.notice(running(call, milliseconds)))
        case .notice(let notice):
            let (symbol, role) = notice.kind.looks
            let facts = ([notice.text] + notice.body).filter { !$0.isEmpty }
            line(symbol, notice.label, facts.joined(separator: "; "), role)
        case .runEnd(let summary):
            let facts = [summary.ending.words.0] + (options.showsUsage ? summary.facts : [])
            line(.rule, "run", facts.joined(separator: ", "), summary.ending.words.1)
        case .unreadable(let unreadable):
            line(.unknown, "line \(unreadable.line)", "\(unreadable.reason): \(unreadable.excerpt)", .warning)
        }
    }
}

extension Presenter {
    private mutating func showCompact(_ outcome: ToolOutcome) {
        let words = wording.words(for: outcome)
        let last = Excerpt(of: words.body, limit: 20, width: page.width).lastLine
        let facts = [words.summary, words.call, words.isFailure && options.tools != .name ? last : ""]
        line(
            words.isFailure ? .failure : .success, words.name,
            facts.filter { !$0.isEmpty }.joined(separator: ": "), words.isFailure ? .bad : .quiet)
    }

    private mutating func endGist(_ symbol: Symbol, _ kind: String) {
        let text = gist.text
        gist = Gist()
        guard !text.isEmpty || symbol == .thought else { return }
        line(symbol, kind, text, symbol == .thought ? .thinking : .plain)
    }

    private mutating func line(_ symbol: Symbol, _ kind: String, _ what: String, _ role: Role) {
        page.begin(.line)
        page.beginLine()
        if let column {
            let start = page.left
            page.put(column.name, column.role, atMost: Self.nameColumn)
            page.space(max(2, Self.nameColumn + 2 - (start - page.left)))
        }
        let start = page.left
        page.mark(symbol, role)
        page.space()
        page.put(kind, symbol == .call ? .name : role, atMost: Page.nameWidth)
        let what = what.flat
        if !what.isEmpty { page.space(max(2, Self.column - (start - page.left))) }
        page.put(what, role == .bad || role == .user ? role : .plain)
        page.endLine()
    }

    /// Cells of the Worker's name, where there are several.
    static let nameColumn = 16
    /// Where it is said what happened, unless the kind is longer than usual.
    private static let column = 15
}

extension String {
    /// On one line, runs of blanks as one.
    fileprivate var flat: String {
        var gist = Gist()
        gist.append(self)
        return gist.text.trimmed
    }
}
