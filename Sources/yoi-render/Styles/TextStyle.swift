internal import Shared

/// The assistant's words and nothing else.
struct TextStyle: Style {
    var directory = ""
    private(set) var takesMoreText = false
    let dropsMoreThinking = true
    private var complaint: String?
}

extension TextStyle {
    mutating func show(_ item: Item, on page: inout Page) {
        switch item {
        case .text(let text):
            if !takesMoreText { page.openExactFlow() }
            takesMoreText = true
            page.stream(text)
        case .textEnd:
            page.closeFlow()
            takesMoreText = false
        case .runEnd(let summary) where summary.ending != nil && summary.ending != .result(.paused):
            complaint = summary.complaint
        default: break
        }
    }

    var isInBlock: Bool { takesMoreText }

    func isUnbreakable(on page: borrowing Page) -> Bool { false }

    mutating func suspend(on page: inout Page) {
        page.closeFlow()
        takesMoreText = false
    }

    mutating func stream(_ bytes: Bytes, escaped: Bool, on page: inout Page) { page.stream(bytes, escaped: escaped) }

    mutating func takeComplaint() -> String? {
        defer { complaint = nil }
        return complaint
    }
}
