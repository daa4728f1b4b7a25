/// Spelling of untrusted text in Markdown (CommonMark).
enum Markdown {
    /// Plain text on one line: what would be markup is escaped.
    ///
    /// By bytes: a mark is one whatever combines with it.
    static func escaped(_ text: some StringProtocol) -> String {
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") {
                if escaped.last == UInt8(ascii: "\r") { escaped.removeLast() }
                escaped.append(UInt8(ascii: " "))
            } else {
                if marks.contains(byte) { escaped.append(UInt8(ascii: "\\")) }
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static let marks = Array("\\`*_[]<>#|~&".utf8)

    /// A code span, whatever backticks its text has (§6.1).
    static func code(_ text: String) -> String {
        let marks = String(repeating: "`", count: longestRunOfBackticks(in: text) + 1)
        let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        return marks + pad + text.replacing("\n", with: " ") + pad + marks
    }

    /// What opens and closes a block that holds these lines (§4.5).
    static func fence(around lines: [some StringProtocol]) -> String {
        String(repeating: "`", count: max(3, (lines.map { longestRunOfBackticks(in: $0) }.max() ?? 0) + 1))
    }

    private static func longestRunOfBackticks(in text: some StringProtocol) -> Int {
        var (longest, length) = (0, 0)
        for byte in text.utf8 {
            length = byte == UInt8(ascii: "`") ? length + 1 : 0
            longest = max(longest, length)
        }
        return longest
    }
}
