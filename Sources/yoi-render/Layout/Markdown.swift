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

    /// Plain text at the start of a line, where it could also begin a list, a rule or a code block.
    static func line(_ text: some StringProtocol) -> String {
        let escaped = escaped(text.drop { $0 == " " || $0 == "\t" })
        let digits = escaped.prefix { ("0"..."9").contains($0) }
        guard let mark = escaped.dropFirst(digits.count).first, (digits.isEmpty ? "-+=" : ".)").contains(mark) else {
            return escaped
        }
        return digits + "\\" + escaped.dropFirst(digits.count)
    }

    /// A code span, whatever backticks its text has (§6.1).
    static func code(_ text: String) -> String {
        let marks = String(repeating: "`", count: longestRunOfBackticks(in: text) + 1)
        let text = text.isEmpty ? " " : text.replacing("\n", with: " ")
        // A space on both sides is taken away, and keeps other backticks apart.
        let needsPad = text.utf8.first == UInt8(ascii: "`") || text.utf8.last == UInt8(ascii: "`")
        let losesSpace = text.hasPrefix(" ") && text.hasSuffix(" ") && !text.allSatisfy { $0 == " " }
        let pad = needsPad || losesSpace ? " " : ""
        return marks + pad + text + pad + marks
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
