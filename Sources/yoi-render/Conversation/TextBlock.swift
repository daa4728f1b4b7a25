internal import Shared

/// What is remembered of the assistant's text that streams: enough to know it again where it is repeated.
struct TextBlock {
    /// Whether a block is open that has had a piece: what its end repeats is not shown again.
    var isOpen = false
    /// Whether its end has come, or can no longer come.
    var isDone = false
    /// The block, or its last part where something came between.
    private var part = TextDigest()
    /// All of its parts, where there are several.
    private var parts: TextDigest?
}

extension TextBlock {
    /// The block that is open goes on, or another begins.
    mutating func begin() {
        if isOpen { return }
        parts = isDone ? nil : parts ?? (part.count > 0 ? part : nil)
        (isOpen, isDone, part) = (true, false, TextDigest())
    }

    /// - Parameter contents: the validated contents of a JSON string.
    @inline(__always)
    mutating func append(_ contents: Bytes) {
        part.append(contents)
        parts?.append(contents)
    }

    /// What the whole of a block, told at its end, is to what has streamed.
    enum Whole: Equatable {
        /// Another text.
        case new
        case repeated
        /// The same, and this more.
        case longer(String)
        /// The same block, but not the same text.
        case different
    }

    func compare(_ whole: WireText) -> Whole {
        guard part.count > 0, isOpen || !isDone else { return .new }
        // An end that repeats nothing says nothing.
        if whole.isEmpty { return .repeated }
        let contents = whole.contents
        for known in [parts, part] {
            guard let end = known?.end(in: contents.span) else { continue }
            return end == contents.count ? .repeated : .longer(JSON.decoded(contents.dropFirst(end)))
        }
        // We may have come into its middle.
        if part.isEnd(of: contents.span) { return .repeated }
        return isOpen ? .different : .new
    }

    /// Whether this is the text of the block, all of it.
    func isWhole(_ text: WireText) -> Bool { part.count > 0 && TextDigest(text.contents.span) == part }

    /// What the text says beyond this block; `nil` if it does not begin like it.
    func continuation(in text: WireText) -> String? {
        guard !isDone, part.count > 0, let end = part.end(in: text.contents.span) else { return nil }
        return JSON.decoded(text.contents.dropFirst(end))
    }
}
