/// Writes untrusted text in Markdown (CommonMark).
enum Markdown {
    /// Plain text on one line, with markup escaped.
    static func escaped(_ text: some StringProtocol) -> String { escaped(text, MarkdownEscaper(isAtLineStart: false)) }

    /// Plain text at the start of a line, where it could also begin a list, a thematic break or a code block.
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

    /// A code span around text with any backticks (§6.1).
    static func code(_ text: String) -> String {
        var counter = BacktickCounter()
        for scalar in text.unicodeScalars { counter.note(scalar) }
        let marks = String(repeating: "`", count: counter.maxRun + 1)
        let text = text.isEmpty ? " " : text.replacing("\n", with: " ")
        // One space on each side is stripped, and separates the text's own backticks.
        let needsPad = text.utf8.first == UInt8(ascii: "`") || text.utf8.last == UInt8(ascii: "`")
        let losesSpace = text.hasPrefix(" ") && text.hasSuffix(" ") && !text.allSatisfy { $0 == " " }
        let pad = needsPad || losesSpace ? " " : ""
        return marks + pad + text + pad + marks
    }

    /// The fence around a block with these lines (§4.5).
    static func fence(around lines: [String]) -> String {
        var marks = BacktickCounter()
        for scalar in lines.joined(separator: "\n").unicodeScalars { marks.note(scalar) }
        return fence(around: marks)
    }

    /// The fence around a block whose text has these backticks.
    static func fence(around marks: BacktickCounter) -> String {
        String(repeating: "`", count: max(3, marks.maxRun + 1))
    }
}

/// Finds the longest run of backticks in a text.
struct BacktickCounter {
    private(set) var maxRun = 0
    private var run = 0

    mutating func note(_ scalar: Unicode.Scalar) {
        run = scalar == "`" ? run + 1 : 0
        maxRun = max(maxRun, run)
    }
}

/// Escapes markup, character by character (CommonMark §2.4).
struct MarkdownEscaper {
    private var place: Place

    private enum Place {
        /// Only space so far, which could be markup and is left out.
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
