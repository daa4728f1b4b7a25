/// The summary of a tool's result: `$ command (exit 1)`, `Read 9 line(s) from wc.py`, `Tool execution failed: …`.
struct ToolSummary: Equatable {
    /// What it says after the command.
    var text: String
    /// Whether it reports a failure.
    var isFailure: Bool
}

extension ToolSummary {
    /// - Parameter command: the call's command, if known; in a summary that begins with it, only what follows says how it
    ///   ended, whatever the command itself looks like.
    init(_ summary: String, command: String?) {
        guard summary.hasPrefix("$ ") else {
            self.init(text: summary, isFailure: false)
            return
        }
        let rest = summary.dropFirst(2)
        let ending: Substring
        if let command, let shown = Self.beginning(of: rest, saying: command) {
            ending = rest[shown...]
        } else {
            ending = rest[Self.startOfEnding(rest)...]
            if command == nil {
                let isFailure = Self.failure(in: ending) != nil
                self.init(text: summary, isFailure: isFailure)
                return
            }
        }
        if let failure = Self.failure(in: ending) {
            self.init(text: failure, isFailure: true)
        } else {
            self.init(text: ending.trimmed == "(exit 0)" ? "" : ending.trimmed, isFailure: false)
        }
    }

    /// Without words that only wrap the cause of an error.
    static func withoutWrapping(_ message: String) -> String {
        var rest = message[...]
        for prefix in ["Tool execution failed: ", "Execution failed: ", "Invalid argument: "]
        where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
        }
        return String(rest)
    }
}

extension ToolSummary {
    /// Where the repetition of `command`, whole or cut with dots, ends in `text`; `nil` if there is none.
    private static func beginning(of text: Substring, saying command: String) -> Substring.Index? {
        if text.hasPrefix(command) { return text.index(text.startIndex, offsetBy: command.count) }
        let common = zip(text.indices, zip(text, command)).first { $0.1.0 != $0.1.1 }?.0 ?? text.endIndex
        let tail = text[common...]
        for dots in ["...", "…"] where tail.hasPrefix(dots) { return tail.index(tail.startIndex, offsetBy: dots.count) }
        return nil
    }

    /// Where the last ` (…)` begins.
    private static func startOfEnding(_ text: Substring) -> Substring.Index {
        // By bytes: finding characters from the end may take time linear in the text.
        guard text.utf8.last == UInt8(ascii: ")"), let open = text.utf8.lastIndex(of: UInt8(ascii: "(")) else {
            return text.endIndex
        }
        return open
    }

    /// `exit 1` of ` (exit 1)`, `timed out after 1s` of ` (timed out after 1s)`.
    private static func failure(in ending: Substring) -> String? {
        let ending = ending.trimmed
        guard ending.hasPrefix("("), ending.hasSuffix(")") else { return nil }
        let words = String(ending.dropFirst().dropLast())
        if words.hasPrefix("exit ") { return words == "exit 0" ? nil : words }
        return words.hasPrefix("timed out") || words.hasPrefix("terminated") || words.hasPrefix("killed")
            || words.hasPrefix("signal") ? words : nil
    }
}
