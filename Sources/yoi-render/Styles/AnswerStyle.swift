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
}

extension AnswerStyle {
    mutating func show(_ item: Item, on page: inout Page) {
        switch item {
        case .text(let text):
            if !takesMoreText { answer.removeAll(keepingCapacity: true) }
            takesMoreText = true
            answer += text.contents
        case .textEnd: takesMoreText = false
        case .user: answer = []
        case .runEnd(let summary):
            defer { (answer, takesMoreText) = ([], false) }
            guard summary.ending == .result(.finished), !answer.isEmpty else { return }
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
}
