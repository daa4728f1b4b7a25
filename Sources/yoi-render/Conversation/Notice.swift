internal import Shared

/// One line that says what happened, and optional lines below it.
struct Notice: Equatable {
    enum Kind {
        case info
        case success
        case warning
        case error
        case retry
        /// Detail that few need.
        case detail
    }

    var kind: Kind
    /// What it is about, in a word or two.
    var label: String
    var text: WireText
    var body: [String] = []
    /// Whether the first line is enough, unless everything is to be shown.
    var isShort = false
    /// Milliseconds since 1970, where the event says when it happened.
    var milliseconds: Int64?

    init(_ kind: Kind, _ label: String, _ text: String = "", body: [String] = [], at milliseconds: Int64? = nil) {
        self.init(kind, label, WireText(text), body: body, at: milliseconds)
    }

    init(_ kind: Kind, _ label: String, _ text: WireText, body: [String] = [], at milliseconds: Int64? = nil) {
        self.kind = kind
        self.label = label
        self.text = text
        self.body = body
        self.milliseconds = milliseconds
    }

    /// The text, or its first line and the number of further lines.
    var shortText: WireText {
        guard isShort else { return text }
        let lines = WrittenText(text).lines
        let more = WrittenText(text).lineCount - 1
        guard more > 0, let first = lines.first(1).first(where: { _ in true }) else { return text }
        return WireText(first.text + "  (\(Numbers.count(more, "more line")))")
    }
}
