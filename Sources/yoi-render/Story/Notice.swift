/// One line that says what happened, and perhaps more lines below it.
struct Notice: Equatable {
    enum Kind {
        case info
        case success
        case warning
        case error
        case retry
        /// For those who want to know everything.
        case detail
    }

    var kind: Kind
    /// What it is about, in a word or two.
    var label: String
    var text = ""
    var body: [String] = []
    /// Whether the first line says enough, unless nothing is to be left out.
    var isShort = false
    /// Milliseconds since 1970, where the event says when it happened.
    var milliseconds: Int64?

    init(_ kind: Kind, _ label: String, _ text: String = "", body: [String] = [], at milliseconds: Int64? = nil) {
        self.kind = kind
        self.label = label
        self.text = text
        self.body = body
        self.milliseconds = milliseconds
    }

    /// The text, or its first line and how many more there are.
    var shortText: String {
        let more = text.utf8.count { $0 == 0x0A }
        guard isShort, more > 0 else { return text }
        return text.firstLine + "  (\(Numbers.count(more, "more line")))"
    }
}
