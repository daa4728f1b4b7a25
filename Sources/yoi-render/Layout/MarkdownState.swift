/// What has to be remembered from one piece of a Markdown document to the next.
struct MarkdownState {
    var text = MarkdownText()
    /// Whether the heading above is the assistant's.
    var isInAnswer = false
    /// When what is shown happened; milliseconds since 1970.
    var time: Int64?
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
