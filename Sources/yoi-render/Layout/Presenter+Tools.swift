internal import Shared

extension Presenter {
    mutating func show(_ call: ToolCall, withDiff: Bool = true) {
        guard options.tools != .none else { return }
        page.begin(.calls)
        page.beginLine()
        page.mark(.call, .quiet)
        page.space()
        page.put(call.shownName, .name)
        let arguments = options.tools == .name ? nil : ToolArguments(call.arguments)
        if let arguments {
            putColumn(relative(arguments.main ?? ""), .plain)
            putColumn(arguments.others.map { "\($0.key)=\(relative($0.value))" }.joined(separator: " "), .quiet)
        } else if options.tools != .name, !["", "null"].contains(call.arguments) {
            putColumn("not JSON:", .warning)
            page.put(" " + call.arguments, .quiet)
        }
        page.endLine()
        if withDiff, let edit = arguments?.edit { showDiff(LineDiff(old: edit.old.lines, new: edit.new.lines)) }
    }

    mutating func show(_ outcome: ToolOutcome, withOutput: Bool = true) {
        guard options.tools != .none else { return }
        let isFailure = outcome.state != .succeeded
        let summary = shortened(outcome).lines
        page.begin(.results)
        page.beginLine()
        page.mark(isFailure ? .failure : .success, isFailure ? .bad : .good)
        page.space()
        page.put(outcome.call?.shownName ?? "result of \(outcome.id)", .name)
        putColumn(summary.first ?? "", isFailure ? .bad : .quiet)
        if outcome.isAmbiguous, let main = outcome.call.flatMap({ ToolArguments($0.arguments)?.main }) {
            page.space(2)
            page.put(relative(main), .quiet, atMost: 40)
        }
        page.endLine()
        guard withOutput, options.tools != .name, isFailure || showsOutput(of: outcome) else { return }
        showLines(outcome.output?.lines ?? Array(summary.dropFirst()), .quiet)
    }
}

extension Presenter {
    /// Tools whose summary says enough when all went well.
    private static let summarized: Set = ["Read", "Glob", "Grep", "Write", "Edit"]

    private func showsOutput(of outcome: ToolOutcome) -> Bool {
        options.tools == .full || !Self.summarized.contains(outcome.call?.name ?? "")
    }

    private mutating func putColumn(_ text: some StringProtocol, _ role: Role) {
        guard !text.isEmpty else { return }
        page.space(2)
        page.put(text, role)
    }

    /// The summary without the words that its line has already.
    private func shortened(_ outcome: ToolOutcome) -> String {
        var summary = relative(outcome.summary)[...]
        guard let call = outcome.call else { return String(summary) }
        if summary.hasPrefix(call.name + " ") { summary = summary.dropFirst(call.name.count + 1) }
        let edited = "Edited \(relative(ToolArguments(call.arguments)?.main ?? "")) ("
        if summary.hasPrefix(edited), summary.hasSuffix(")") { summary = summary.dropFirst(edited.count).dropLast() }
        return String(summary)
    }

    private mutating func showDiff(_ diff: LineDiff) {
        showLines(diff.removed, .removed, prefix: "- ")
        showLines(diff.added, .added, prefix: "+ ")
    }

    /// Head and tail of some lines: the error is at the end.
    mutating func showLines(_ lines: [Substring], _ role: Role, prefix: String = "") {
        let excerpt = Excerpt(of: lines.count, limit: options.resultLines.count)
        for line in lines[..<excerpt.head] { page.line(prefix + line, role, indent: 2) }
        if excerpt.omitted > 0 {
            page.beginLine(indent: 2)
            page.mark(.ellipsis, .quiet)
            page.put(" \(Numbers.count(excerpt.omitted, "line")) left out", .quiet)
            page.endLine()
        }
        for line in lines[(lines.count - excerpt.tail)...] { page.line(prefix + line, role, indent: 2) }
    }

    /// Paths inside the Worker's directory as seen from there.
    private func relative(_ text: String) -> String {
        guard directory.count > 1, text.contains(directory) else { return text }
        return text == directory ? "." : text.replacing(directory + "/", with: "")
    }
}

extension ToolCall {
    var shownName: String { name.isEmpty ? id : name }
}
