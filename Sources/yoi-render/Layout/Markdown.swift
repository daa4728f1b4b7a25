/// Spelling of untrusted text in Markdown (CommonMark).
enum Markdown {
    /// Plain text on one line: what would be markup is escaped.
    static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        for character in text {
            if character.isNewline {
                escaped += " "
            } else {
                if "\\`*_[]<>#|~&".contains(character) { escaped.append("\\") }
                escaped.append(character)
            }
        }
        return escaped
    }

    /// A code span, whatever backticks its text has (§6.1).
    static func code(_ text: String) -> String {
        let marks = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
        let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        return marks + pad + text.replacing("\n", with: " ") + pad + marks
    }

    /// What opens and closes a block that holds these lines (§4.5).
    static func fence(around lines: [Substring]) -> String {
        String(repeating: "`", count: max(3, (lines.map { longestRun(of: "`", in: $0) }.max() ?? 0) + 1))
    }

    private static func longestRun(of mark: Character, in text: some StringProtocol) -> Int {
        var (longest, length) = (0, 0)
        for character in text {
            length = character == mark ? length + 1 : 0
            longest = max(longest, length)
        }
        return longest
    }
}
