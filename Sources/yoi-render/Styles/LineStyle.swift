internal import Shared

/// A style that shows items as they happen, on lines of their own.
protocol LineStyle: Style {
    var options: RenderOptions { get }
    /// The block that is streaming.
    var open: OpenBlock { get set }
}

/// The text or thought that is streaming.
enum OpenBlock {
    case none
    case text
    /// A thought without words so far.
    case silentThought
    case thought
}

extension LineStyle {
    var wording: Wording { Wording(directory: directory, isWhole: options.showsAll) }
    var takesMoreText: Bool { open == .text }
    var dropsMoreThinking: Bool { false }
    var isInBlock: Bool { open != .none }

    func isUnbreakable(on page: borrowing Page) -> Bool { page.isInLine }
    mutating func takeComplaint() -> String? { nil }

    mutating func suspend(on page: inout Page) { suspendText(on: &page) }

    mutating func suspendText(on page: inout Page) {
        page.closeFlow()
        if open != .silentThought { open = .none }
    }
}
