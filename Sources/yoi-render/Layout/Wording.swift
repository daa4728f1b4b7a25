internal import Shared

/// What is said of a call and of its result, in any style.
struct Wording {
    /// The Worker's directory: paths inside it are said as seen from there.
    var directory = ""
}

extension Wording {
    struct Call {
        var name: String
        /// The argument that matters.
        var main = ""
        /// The others, as `key=value`.
        var others = ""
        /// Arguments that are no JSON.
        var broken = ""
        var edit: LineDiff?
    }

    struct Result {
        var name: String
        var isFailure: Bool
        /// What came of it, in a line.
        var summary: String
        /// Which call it was, where the name does not tell.
        var call = ""
        /// What it printed, or what its summary says beyond a line.
        var body: WireText
        /// Whether the summary is enough for most people.
        var isSummarized: Bool
    }

    func words(for call: ToolCall) -> Call {
        var words = Call(name: call.shownName)
        guard let arguments = ToolArguments(call.arguments) else {
            if call.arguments != "null" { words.broken = call.arguments }
            return words
        }
        words.main = arguments.main.map(shown) ?? ""
        words.others = arguments.others.map { "\($0.key)=\(shown($0))" }.joined(separator: " ")
        words.edit = arguments.edit.map { LineDiff(old: $0.old.lines, new: $0.new.lines) }
        return words
    }

    func words(for outcome: ToolOutcome) -> Result {
        let main = outcome.call.flatMap { ToolArguments($0.arguments)?.main }.map(shown) ?? ""
        let name = outcome.call?.shownName ?? "result of \(outcome.id)"
        var summary = shown(summary: outcome.summary)[...]
        if summary.hasPrefix(name + " ") { summary = summary.dropFirst(name.count + 1) }
        let edited = "Edited \(main) ("
        if !main.isEmpty, summary.hasPrefix(edited), summary.hasSuffix(")") {
            summary = summary.dropFirst(edited.count).dropLast()
        }
        // `3 lines | first words…`: the words are those of the output below.
        if outcome.output != nil, let bar = summary.firstRange(of: " lines | "),
            summary[..<bar.lowerBound].allSatisfy(\.isNumber)
        {
            summary = summary[..<bar.lowerBound] + " lines"
        }
        let firstLine = String(summary).firstLine
        let time = outcome.duration.map { "took " + Numbers.milliseconds(UInt64(max(0, $0))) } ?? ""
        return Result(
            name: name, isFailure: outcome.state != .succeeded,
            summary: [String(firstLine), time].filter { !$0.isEmpty }.joined(separator: ", "),
            call: outcome.isAmbiguous && !summary.contains(main) ? main : "",
            body: outcome.output ?? WireText(String(summary.dropFirst(firstLine.count + 1))),
            isSummarized: Self.summarized.contains(name) && outcome.state == .succeeded)
    }

    /// Commands are left as they are: a path inside them may be meant as it stands.
    private func shown(_ argument: ToolArguments.Argument) -> String {
        Self.paths.contains(argument.key) ? relative(argument.value) : argument.value
    }

    private func shown(summary: String) -> String {
        guard !directory.isEmpty, !summary.hasPrefix("$ "), summary.contains(directory) else { return summary }
        let words = summary.split(separator: " ", omittingEmptySubsequences: false)
        return words.map { relative(String($0)) }.joined(separator: " ")
    }

    /// A path as seen from the Worker's directory.
    private func relative(_ path: String) -> String {
        guard directory.hasPrefix("/"), directory != "/", path.hasPrefix(directory) else { return path }
        let rest = path.dropFirst(directory.count)
        if rest.isEmpty || rest == "/" { return "." }
        return rest.hasPrefix("/") && !rest.hasPrefix("//") ? String(rest.dropFirst()) : path
    }

    /// Arguments whose values are paths.
    private static let paths: Set = ["file_path", "path", "notebook_path"]

    /// Tools whose summary says enough when all went well.
    private static let summarized: Set = ["Read", "Glob", "Grep", "Write", "Edit"]
}

extension ToolCall {
    /// Its name, or what else tells it from others.
    var shownName: String { name.isEmpty ? id : name }
}
