internal import Shared

/// How things look: one type for each style, all of which write on the same page.
protocol Style {
    /// The Worker's: paths inside it are said as seen from there.
    var directory: String { get set }

    /// Shows one more thing at the end of the page.
    mutating func show(_ item: Item, on page: inout Page)

    /// Whether another piece of the open text may be handed to ``stream(_:escaped:on:)``.
    var takesMoreText: Bool { get }

    /// Whether another piece of thinking changes nothing.
    var dropsMoreThinking: Bool { get }

    /// Whether a text or a thought is open, which nobody else may break into.
    var isInBlock: Bool { get }

    /// Whether anything but more of the open text or thought would split what may not be split.
    func isUnbreakable(on page: borrowing Page) -> Bool

    /// Something else comes between: what is open ends here, and goes on later in a block of its own.
    mutating func suspend(on page: inout Page)

    /// Appends to the open text; only while ``takesMoreText``.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page)
}

extension RenderOptions {
    /// The style that was asked for.
    var layout: any Style {
        switch style {
        case .full: FullStyle(self)
        case .compact: CompactStyle(self)
        case .text: TextStyle()
        case .answer: AnswerStyle()
        case .markdown: MarkdownStyle(self)
        }
    }

    /// Whether what a tool printed is shown.
    func showsOutput(of result: Wording.Result) -> Bool {
        tools == .full || tools == .short && !result.isSummarized
    }

    /// Whether nothing at all is to be left out.
    var showsAll: Bool { tools == .full && resultLines.count == nil }
}
