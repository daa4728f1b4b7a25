internal import Shared

/// The words for a call and for its result, in any style.
struct Wording {
    /// The Worker's directory: paths inside it are shown relative to it.
    var directory = ""
    /// Whether to leave nothing out.
    var isWhole = false
}

extension Wording {
    struct Call {
        var name: String
        /// The main argument, if it is one line.
        var main = ""
        /// The other short arguments, as `key=value`.
        var others = ""
        /// Arguments that take lines of their own.
        var blocks: [Block] = []
    }

    /// Lines below a call.
    struct Block {
        enum Content {
            case text(WrittenText, Excerpt.Part)
            case diff(LineDiff)
        }

        /// What it is; empty if the call says that.
        var label = ""
        var content: Content

        var diff: LineDiff? { if case .diff(let diff) = content { diff } else { nil } }
        /// Whether it is the main argument, longer than a line.
        var isMain: Bool { !isBody && label.isEmpty }
        /// Whether it is what the call writes.
        var isBody: Bool { if case .text(_, .both) = content { false } else { true } }
    }

    /// The size of blocks that are not shown: `(+2 -1)`, `(3 lines)`.
    static func sizes(of blocks: some Sequence<Block>) -> String {
        let edits = LineDiff.size(of: blocks.compactMap(\.diff))
        let texts = blocks.compactMap { block -> String? in
            guard case .text(let text, _) = block.content else { return nil }
            return (block.label.isEmpty ? "" : block.label + ": ") + "(\(Numbers.count(text.lineCount, "line")))"
        }
        return ((edits.isEmpty ? [] : [edits]) + texts).joined(separator: "  ")
    }

    struct Result {
        var name: String
        var isFailure: Bool
        /// The outcome, in a line.
        var summary: String
        /// How long it took; empty if that is unknown or under a second.
        var duration = ""
        /// Which call it was, if the name is not enough.
        var call = ""
        /// Further lines of the summary.
        var more = ""
        /// What it printed.
        var output: WireText?
        /// What the tool itself left out of its output.
        var cut: TruncatedOutput?
        /// Whether the summary is enough by default.
        var isSummarized: Bool
    }
}

extension Wording {
    func words(for call: ToolCall) -> Call {
        var words = Call(name: call.shownName)
        guard let arguments = ToolArguments(call.arguments) else {
            if call.arguments != WireText("null"), !call.arguments.isEmpty {
                words.blocks = [Block(label: "not JSON", content: .text(WrittenText(call.arguments), .both))]
            }
            return words
        }
        let tool = KnownTool.named(call.name)
        let main = arguments.main(of: tool)
        if let main { add(main, isMain: true, to: &words, tool) }
        for edit in arguments.edits {
            let label = arguments.edits.count == 1 ? "" : edit.others.map(inline).joined(separator: " ")
            words.blocks.append(
                Block(
                    label: label,
                    content: .diff(LineDiff(old: edit.old, new: edit.new, context: isWhole ? .max : LineDiff.context))))
        }
        for argument in arguments.besidesEdits where argument != main { add(argument, isMain: false, to: &words, tool) }
        return words
    }

    /// Longer arguments get a line of their own.
    private static let maxInline = 60

    private func add(_ argument: ToolArguments.Argument, isMain: Bool, to words: inout Call, _ tool: KnownTool) {
        let isBody = tool.body == argument.key
        let text: WrittenText
        switch argument.value {
        case .long(let long): text = long
        case .json(let json):
            let value = value(of: json, argument.key, tool)
            let isLine = !value.utf8.contains(0x0A)
            if isMain, isLine { return words.main = value }
            if !isMain, isLine, value.utf8.count <= Self.maxInline, !isBody {
                words.others += (words.others.isEmpty ? "" : " ") + inline(argument.key, value, json.kind)
                return
            }
            text = WrittenText(value)
        }
        words.blocks.append(
            Block(label: isMain || isBody ? "" : argument.key, content: .text(text, isBody ? .head : .both)))
    }

    private func value(of json: JSON, _ key: String, _ tool: KnownTool) -> String {
        json.string.map { tool.paths.contains(key) ? relative($0) : $0 } ?? json.compact
    }

    private func inline(_ member: JSONMember) -> String {
        inline(member.key, member.value.compact, member.value.kind)
    }

    private func inline(_ key: String, _ value: String, _ kind: JSON.Kind) -> String {
        let isPlain =
            kind != .string || !value.isEmpty && !value.unicodeScalars.contains { " =\"\n".unicodeScalars.contains($0) }
        return key + "=" + (isPlain ? value : String(decoding: value.encoded, as: UTF8.self))
    }
}

extension Wording {
    func words(for outcome: ToolOutcome) -> Result {
        let tool = KnownTool.named(outcome.call?.name ?? "")
        let main = outcome.call.flatMap { ToolArguments($0.arguments)?.main(of: tool) }
        let shownMain = main?.string.map { tool.paths.contains(main?.key ?? "") ? relative($0) : $0 } ?? ""
        let name = outcome.call?.shownName ?? (outcome.id.isEmpty ? "result" : "result of \(outcome.id)")
        var summary = shown(summary: plain(outcome.summary))[...]
        if summary.hasPrefix(name + " ") { summary = summary.dropFirst(name.count + 1) }
        let edited = "Edited \(shownMain) ("
        if !shownMain.isEmpty, summary.hasPrefix(edited), summary.hasSuffix(")") {
            summary = summary.dropFirst(edited.count).dropLast()
        }
        // `3 lines | first words…`: the output below repeats the words.
        if outcome.output != nil, let words = summary.firstIndex(of: " "), summary[words...].hasPrefix(" lines | "),
            summary[..<words].allSatisfy(\.isNumber)
        {
            summary = summary[..<words] + " lines"
        }
        var lines = String(summary).firstLine
        let more = summary.dropFirst(lines.count + 1)
        if outcome.state == .failed, !lines.saysFailure, !ToolSummary(String(lines), command: nil).isFailure {
            lines = lines.isEmpty ? "failed" : "failed: " + lines
        }
        let cut = outcome.output.flatMap { TruncatedOutput($0) }
        let saysTime = lines.hasPrefix("timed out after ")
        return Result(
            name: name, isFailure: outcome.state != .succeeded, summary: String(lines),
            duration: outcome.milliseconds.flatMap { $0 < 1_000 || saysTime ? nil : Numbers.span($0) } ?? "",
            call: outcome.distinction.map { words(for: $0, main?.string, shown: shownMain, in: summary, tool) } ?? "",
            more: String(more),
            output: outcome.output, cut: cut,
            isSummarized: tool.isSummarized && outcome.state == .succeeded)
    }

    /// The notice for a command that has been running for long.
    func notice(running call: ToolCall?, _ duration: Duration) -> Notice {
        let words = call.map { self.words(for: $0) }
        let time = Numbers.span(UInt64(clamping: duration.millisecondsRoundedUp))
        let main = words.map { $0.main.isEmpty ? "" : ": " + $0.main } ?? ""
        return Notice(.detail, words?.name ?? "command", "has been running for \(time)" + main)
    }

    /// Which call it was, unless the summary says so.
    private func words(
        for task: ToolTask, _ main: String?, shown: String, in summary: Substring, _ tool: KnownTool
    ) -> String {
        let said = summary.split(separator: " ")
        let main = said.contains { $0 == shown || $0 == "`\(shown)`" } ? nil : task.main.map { $0 == main ? shown : $0 }
        let others = task.others.map { inline($0.key, value(of: $0.value, $0.key, tool), $0.value.kind) }
        return ([main].compactMap(\.self) + others).joined(separator: " ")
    }

    /// A summary without colors, and with the last state of lines that were overwritten.
    private func plain(_ summary: String) -> String {
        guard summary.utf8.contains(where: { [0x0D, 0x1B, 0x9B].contains($0) }) else { return summary }
        let lines = summary.lines.map { line in
            let line = WrittenLine(String(line))
            return (line.lastState == nil ? "" : "(progress) ") + line.shownText
        }
        return lines.joined(separator: "\n")
    }

    private func shown(summary: String) -> String {
        guard directory.hasPrefix("/"), !summary.hasPrefix("$ ") else { return summary }
        let words = summary.split(separator: " ", omittingEmptySubsequences: false)
        return words.map { $0.hasPrefix("/") ? relative(String($0)) : String($0) }.joined(separator: " ")
    }

    /// The path relative to the Worker's directory.
    private func relative(_ path: String) -> String {
        guard !isWhole, directory.hasPrefix("/"), directory != "/", path.hasPrefix(directory) else { return path }
        let rest = path.dropFirst(directory.count)
        if rest.isEmpty || rest == "/" { return "." }
        return rest.hasPrefix("/") && !rest.hasPrefix("//") ? String(rest.dropFirst()) : path
    }
}

extension ToolCall {
    /// Its name, or its id if it has none.
    var shownName: String { name.isEmpty ? id : name }
}

extension Substring {
    /// Whether these words say that something went wrong.
    fileprivate var saysFailure: Bool {
        let words = prefix(20).lowercased()
        return ["fail", "error", "exit ", "timed out", "killed", "signal", "no result", "cancel", "aborted"]
            .contains { words.hasPrefix($0) }
    }
}
