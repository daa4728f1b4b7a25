/// Spelling of untrusted text in Markdown (CommonMark).
enum Markdown {
    /// Plain text on one line: what would be markup is escaped.
    static func escaped(_ text: some StringProtocol) -> String { escaped(text, MarkdownEscaper(isAtLineStart: false)) }

    /// Plain text at the start of a line, where it could also begin a list, a rule or a code block.
    static func line(_ text: some StringProtocol) -> String { escaped(text, MarkdownEscaper(isAtLineStart: true)) }

    private static func escaped(_ text: some StringProtocol, _ escaper: MarkdownEscaper) -> String {
        var escaper = escaper
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                if escaped.last == "\r" { escaped.removeLast() }
                escaped.append(" ")
            } else {
                escaper.take(scalar) { escaped.append($0) }
            }
        }
        return String(escaped)
    }

    /// A code span, whatever backticks its text has (§6.1).
    static func code(_ text: String) -> String {
        var counter = BacktickCounter()
        for scalar in text.unicodeScalars { counter.note(scalar) }
        let marks = String(repeating: "`", count: counter.maxRun + 1)
        let text = text.isEmpty ? " " : text.replacing("\n", with: " ")
        // A space on both sides is taken away, and keeps other backticks apart.
        let needsPad = text.utf8.first == UInt8(ascii: "`") || text.utf8.last == UInt8(ascii: "`")
        let losesSpace = text.hasPrefix(" ") && text.hasSuffix(" ") && !text.allSatisfy { $0 == " " }
        let pad = needsPad || losesSpace ? " " : ""
        return marks + pad + text + pad + marks
    }

    /// What opens and closes a block that holds these lines (§4.5).
    static func fence(around lines: [String]) -> String {
        var marks = BacktickCounter()
        for scalar in lines.joined(separator: "\n").unicodeScalars { marks.note(scalar) }
        return fence(around: marks)
    }

    /// What opens and closes a block that holds text with so many backticks.
    static func fence(around marks: BacktickCounter) -> String {
        String(repeating: "`", count: max(3, marks.maxRun + 1))
    }
}

/// Counts how many backticks follow each other in a text at most.
struct BacktickCounter {
    private(set) var maxRun = 0
    private var run = 0

    mutating func note(_ scalar: Unicode.Scalar) {
        run = scalar == "`" ? run + 1 : 0
        maxRun = max(maxRun, run)
    }
}

/// Escapes what would be markup, character by character (CommonMark §2.4).
struct MarkdownEscaper {
    private var place: Place

    private enum Place {
        /// Nothing but space so far, which would be markup as well, and is left out.
        case start
        /// Digits so far.
        case digits
        case inside
    }

    init(isAtLineStart: Bool) { place = isAtLineStart ? .start : .inside }

    mutating func take(_ scalar: Unicode.Scalar, _ append: (Unicode.Scalar) -> Void) {
        switch place {
        case .start:
            if scalar == " " || scalar == "\t" { return }
            if ["-", "+", "="].contains(scalar) { append("\\") }
            place = ("0"..."9").contains(scalar) ? .digits : .inside
        case .digits where !("0"..."9").contains(scalar):
            if scalar == "." || scalar == ")" { append("\\") }
            place = .inside
        case .digits, .inside: break
        }
        if Self.marks.contains(scalar) { append("\\") }
        append(scalar)
    }

    private static let marks = Set("\\`*_[]<>#|~&".unicodeScalars)
}
