/// The marks of lines, and their spelling in ASCII.
enum Symbol {
    /// The name of the Worker that follows.
    case speaker
    /// The rest of the line belongs to a Worker inside a Worker.
    case inner
    case user
    case answer
    case thought
    /// Belongs to the line above: a call's arguments, a tool's output, the rest of a message.
    case output
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

    func cells(ascii: Bool) -> Int { text(ascii: ascii).withUTF8Buffer { $0.count { $0 & 0xC0 != 0x80 } } }

    private var inUnicode: StaticString {
        switch self {
        case .speaker: "▌"
        case .inner: "╎"
        case .user: ">"
        case .answer: "<"
        case .thought: "┆"
        case .output: "│"
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
        case .inner: "'"
        case .user: ">"
        case .answer: "<"
        case .thought: ":"
        case .output: "|"
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
