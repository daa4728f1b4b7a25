internal import Shared

/// What is remembered of the assistant's streamed text: enough to recognize a repetition.
struct TextBlock {
    /// Whether a block with at least one piece is open: its end repeats it and is not shown.
    var isOpen = false
    /// Whether its end has come, or can no longer come.
    var isDone = false
    /// The block, or its last part if something came in between.
    private var part = TextDigest()
    /// All of its parts, if there are several.
    private var parts: TextDigest?
}

extension TextBlock {
    /// Continues the open block, or begins another.
    ///
    /// - Returns: whether it is another.
    mutating func begin() -> Bool {
        if isOpen { return false }
        parts = isDone ? nil : parts ?? (part.count > 0 ? part : nil)
        (isOpen, isDone, part) = (true, false, TextDigest())
        return parts == nil
    }

    /// - Parameter contents: the validated contents of a JSON string.
    @inline(__always)
    mutating func append(_ contents: Bytes) {
        part.append(contents)
        parts?.append(contents)
    }

    /// How the whole text at a block's end compares with what has streamed.
    enum Whole: Equatable {
        /// Another text.
        case new
        case repeated
        /// The same, with this after it.
        case longer(String)
        /// The same block, but not the same text.
        case different
    }

    func compare(_ whole: WireText) -> Whole {
        guard part.count > 0, isOpen || !isDone else { return .new }
        // An empty end adds nothing.
        if whole.isEmpty { return .repeated }
        let contents = whole.contents
        for known in [parts, part] {
            guard let end = known?.end(in: contents.span) else { continue }
            return end == contents.count ? .repeated : .longer(JSON.decoded(contents.dropFirst(end)))
        }
        // We may have attached in the middle of it.
        if part.isEnd(of: contents.span) { return .repeated }
        return isOpen ? .different : .new
    }

    /// Whether this is the whole text of the block.
    func isWhole(_ text: WireText) -> Bool { part.count > 0 && TextDigest(text.contents.span) == part }

    /// What follows this block in the text; `nil` if the text does not begin with it.
    func continuation(in text: WireText) -> String? {
        guard !isDone, part.count > 0, let end = part.end(in: text.contents.span) else { return nil }
        return JSON.decoded(text.contents.dropFirst(end))
    }
}
