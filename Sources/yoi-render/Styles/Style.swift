internal import Shared

/// How items look: one type for each style, all of which write to the same page.
protocol Style {
    /// The Worker's directory: paths inside it are shown relative to it.
    var directory: String { get set }

    /// Shows an item at the end of the page.
    mutating func show(_ item: Item, on page: inout Page)

    /// Whether another piece of the open text may be passed to ``stream(_:escaped:on:)``.
    var takesMoreText: Bool { get }

    /// Whether another piece of thinking changes nothing.
    var dropsMoreThinking: Bool { get }

    /// Whether a text or a thought is open, which must not be interrupted.
    var isInBlock: Bool { get }

    /// Whether an item other than more of the open block would split something that must not be split.
    func isUnbreakable(on page: borrowing Page) -> Bool

    /// Ends the open block because something else follows; it continues later in a new block.
    mutating func suspend(on page: inout Page)

    /// Appends to the open text; only while ``takesMoreText``.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page)

    /// For standard error, in a sentence and once: why the last run left no text.
    mutating func takeComplaint() -> String?
}

extension RenderOptions {
    /// The chosen style.
    var layout: any Style {
        switch style {
        case .full: FullStyle(self)
        case .compact: CompactStyle(self)
        case .text: TextStyle()
        case .answer: AnswerStyle()
        case .markdown: MarkdownStyle(self)
        }
    }

    /// Whether a tool's output is shown.
    func showsOutput(of result: Wording.Result) -> Bool {
        tools == .full || tools == .short && !result.isSummarized
    }

    /// Whether to leave nothing out at all.
    var showsAll: Bool { tools == .full && resultLines.count == nil }
}
