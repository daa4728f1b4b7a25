internal import Shared

/// A style that shows whatever happens, as it happens, on lines of its own.
protocol LineStyle: Style {
    var options: RenderOptions { get }
    /// What streams at this time.
    var open: OpenBlock { get set }
}

/// The text or thought that streams.
enum OpenBlock {
    case none
    case text
    /// A thought that has said nothing yet.
    case silentThought
    case thought
}

extension LineStyle {
    var wording: Wording { Wording(directory: directory, isWhole: options.showsAll) }
    var takesMoreText: Bool { open == .text }
    var dropsMoreThinking: Bool { false }
    var isInBlock: Bool { open != .none }

    func isUnbreakable(on page: borrowing Page) -> Bool { page.isInLine }

    mutating func suspend(on page: inout Page) {
        page.closeFlow()
        if open != .silentThought { open = .none }
    }
}
