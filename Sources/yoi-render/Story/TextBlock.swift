internal import Shared

/// What is remembered of the assistant's text that streams: enough to know it again where it is repeated.
struct TextBlock {
    /// Bytes of its beginning that are kept.
    private static let max = 64

    /// Whether a block is open that has had a piece: what its end repeats is not shown again.
    var isOpen = false
    /// Whether its end has been told, or can no longer come.
    var isTold = false
    /// Bytes of the block, or of its last part where something stands between.
    var length = 0
    /// Bytes of the parts before.
    private var lengthBefore = 0
    private var head: [UInt8] = []
}

extension TextBlock {
    /// Whether its beginning is known: then pieces need no longer be looked at.
    var isKnown: Bool { head.count == Self.max }

    mutating func append(_ piece: WireText) {
        if !isOpen { self = TextBlock(isOpen: true, lengthBefore: isTold ? 0 : lengthBefore + length) }
        length += piece.utf8Count
        guard !isKnown else { return }
        // An escape is up to six bytes for one.
        head += piece.beginning(bytes: 6 * Self.max).utf8.prefix(Self.max - head.count)
    }

    /// Whether the whole of a block, told at its end, is this block.
    func isRepeated(by whole: WireText) -> Bool {
        if isOpen { return true }
        guard !isTold, length > 0 else { return false }
        let count = whole.utf8Count
        if lengthBefore > 0, count == lengthBefore + length { return true }
        return count == length && whole.string.utf8.starts(with: head)
    }

    /// Whether this is the text of the block, all of it.
    func isWhole(_ text: String) -> Bool { length > 0 && text.utf8.count == length && text.utf8.starts(with: head) }

    /// What the text says beyond this block; `nil` if it does not begin like it.
    func continuation(in text: String) -> String? {
        guard !isTold, length > 0, text.utf8.count >= length, text.utf8.starts(with: head) else { return nil }
        return String(text.utf8.dropFirst(length))
    }
}
