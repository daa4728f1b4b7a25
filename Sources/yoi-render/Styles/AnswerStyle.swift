internal import Shared

/// The last text of each run that ended well, and nothing else: for scripts.
struct AnswerStyle: Style {
    var directory = ""
    /// Whether pieces of a text go to the answer.
    private(set) var takesMoreText = false
    let dropsMoreThinking = true
    let isInBlock = false
    /// The last text so far, as the contents of a JSON string.
    private var answer: [UInt8] = []
    private var complaint: String?
}

extension AnswerStyle {
    mutating func show(_ item: Item, on page: inout Page) {
        switch item {
        case .newText: answer.removeAll(keepingCapacity: true)
        case .text(let text):
            takesMoreText = true
            answer += text.contents
        case .textEnd: takesMoreText = false
        case .user: answer = []
        case .runEnd(let summary):
            defer { (answer, takesMoreText) = ([], false) }
            complaint = summary.complaint
            if complaint != nil { return }
            guard answer.span.hasVisibleText(escaped: true) else {
                return complaint = "the run finished without a text"
            }
            page.openFlow(.text, .none)
            page.stream(answer.span, escaped: true)
            page.closeFlow()
        default: break
        }
    }

    func isUnbreakable(on page: borrowing Page) -> Bool { false }

    mutating func suspend(on page: inout Page) {}

    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page) {
        // Without escapes, the contents of a string are its text.
        bytes.withUnsafeBufferPointer { answer += $0 }
    }

    mutating func takeComplaint() -> String? {
        defer { complaint = nil }
        return complaint
    }
}
