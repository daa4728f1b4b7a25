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
    /// Milliseconds since 1970, where the event says when it happened.
    var milliseconds: Int64?

    init(_ kind: Kind, _ label: String, _ text: String = "", body: [String] = [], at milliseconds: Int64? = nil) {
        self.kind = kind
        self.label = label
        self.text = text
        self.body = body
        self.milliseconds = milliseconds
    }
}
