/// What has to be remembered from one piece of a Markdown document to the next.
struct MarkdownState {
    var fence = FenceTracker()
    /// Whether the heading above is the assistant's.
    var isInAnswer = false
    /// What is to be shown when the open text has ended.
    private var held: [Item] = []
}

extension MarkdownState {
    /// A text that never ends must not fill the memory.
    private static let most = 1_000

    /// - Returns: whether the item was put by.
    mutating func hold(_ item: Item, while isInText: Bool) -> Bool {
        guard isInText, held.count < Self.most else { return false }
        held.append(item)
        return true
    }

    mutating func takeHeld() -> [Item] {
        defer { held = [] }
        return held
    }
}

/// Whether a Markdown text that comes in pieces is inside a fenced code block (CommonMark §4.5).
struct FenceTracker {
    private var open: (mark: Character, length: Int)?
    /// The beginning of the line so far: a fence is told by that.
    private var line = ""

    mutating func take(_ text: String) {
        for character in text {
            if character == "\n" || character == "\r\n" {
                endLine()
            } else if line.utf8.count < 200 {
                line.append(character)
            }
        }
    }

    /// The text has ended.
    ///
    /// - Returns: what must follow it, so that the document is not swallowed.
    mutating func end() -> String? {
        endLine()
        defer { open = nil }
        return open.map { String(repeating: $0.mark, count: $0.length) }
    }

    private mutating func endLine() {
        defer { line = "" }
        let indent = line.prefix { $0 == " " }.count
        let rest = line.dropFirst(indent)
        guard indent < 4, let mark = rest.first, mark == "`" || mark == "~" else { return }
        let length = rest.prefix { $0 == mark }.count
        let info = rest.dropFirst(length)
        if let open {
            if mark == open.mark, length >= open.length, info.allSatisfy(\.isWhitespace) { self.open = nil }
        } else if length >= 3, mark == "~" || !info.contains("`") {
            open = (mark, length)
        }
    }
}
