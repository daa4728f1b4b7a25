internal import Shared

/// Only the last text of each run, when the run has ended well: what a script asks for.
struct AnswerStyle: Style {
    var wording = Wording()
    /// Whether pieces of a text go to the answer.
    private(set) var takesMoreText = false
    let dropsMoreThinking = true
    /// The last text so far of each Worker, as the contents of a JSON string.
    private var answers: [String: [UInt8]] = [:]
    private var worker = ""
}

extension AnswerStyle {
    mutating func show(_ item: Item, on page: inout Page) {
        switch item {
        case .text(let text):
            if !takesMoreText { answers[worker] = [] }
            takesMoreText = true
            answers[worker, default: []] += text.contents
        case .textEnd: takesMoreText = false
        case .user: answers[worker] = []
        case .worker(let id): worker = id
        case .runEnd(let summary):
            let answer = answers.removeValue(forKey: worker) ?? []
            takesMoreText = false
            guard summary.ending == .result(.finished), !answer.isEmpty else { return }
            page.openFlow(.text, .none)
            page.stream(answer.span, escaped: true)
            page.closeFlow()
        default: break
        }
    }

    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page) {
        // Without escapes the contents of a string are what they mean.
        bytes.withUnsafeBufferPointer { answers[worker, default: []] += $0 }
    }
}
