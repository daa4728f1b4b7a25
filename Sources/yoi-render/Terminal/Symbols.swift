/// Marks in front of lines, and their spelling where only ASCII is safe.
enum Symbol {
    case speaker
    case user
    case answer
    case thought
    case call
    case success
    case failure
    case notice
    case warning
    case retry
    case rule
    case ellipsis
    case dot
    case lineBreak
    case unknown
}

extension Symbol {
    func text(ascii: Bool) -> StaticString { ascii ? inASCII : inUnicode }

    private var inUnicode: StaticString {
        switch self {
        case .speaker: "▌"
        case .user: ">"
        case .answer: "<"
        case .thought: "·"
        case .call: "●"
        case .success: "✓"
        case .failure: "✗"
        case .notice: "◆"
        case .warning: "!"
        case .retry: "↻"
        case .rule: "──"
        case .ellipsis: "…"
        case .dot: "·"
        case .lineBreak: "⏎"
        case .unknown: "?"
        }
    }

    private var inASCII: StaticString {
        switch self {
        case .speaker: "@"
        case .user: ">"
        case .answer: "<"
        case .thought: "-"
        case .call: "*"
        case .success: "+"
        case .failure: "x"
        case .notice: "#"
        case .warning: "!"
        case .retry: "~"
        case .rule: "--"
        case .ellipsis: "..."
        case .dot: "-"
        case .lineBreak: "\\n"
        case .unknown: "?"
        }
    }
}
