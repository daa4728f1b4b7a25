internal import Shared

/// What is remembered of the assistant's text that streams: enough to know it again where it is repeated.
struct TextBlock {
    /// Bytes of its beginning that are kept; of a longer one, differences in the middle go unnoticed.
    private static let maxHead = 4_096
    /// Bytes of its end that are kept; a power of two.
    private static let maxTail = 64

    /// Whether a block is open that has had a piece: what its end repeats is not shown again.
    var isOpen = false
    /// Whether its end has been told, or can no longer come.
    var isTold = false
    /// Bytes of the block, or of its last part where something came between.
    private var length = 0
    /// Bytes of the parts before.
    private var lengthBefore = 0
    private var head: [UInt8] = []
    /// The byte at position p of the block is at p modulo the size.
    private var tail = [UInt8](repeating: 0, count: maxTail)
}

extension TextBlock {
    /// The block that is open goes on, or another begins.
    mutating func begin() {
        if isOpen { return }
        (isOpen, lengthBefore, isTold) = (true, isTold ? 0 : lengthBefore + length, false)
        length = 0
        head.removeAll(keepingCapacity: true)
    }

    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    @inline(__always)
    mutating func append(_ contents: Bytes, escaped: Bool) {
        if escaped { return contents.unescape { append($0) } }
        if head.count < Self.maxHead {
            for index in 0..<min(contents.count, Self.maxHead - head.count) { head.append(contents[index]) }
        }
        for index in max(0, contents.count - Self.maxTail)..<contents.count {
            tail[(length &+ index) & (Self.maxTail - 1)] = contents[index]
        }
        length += contents.count
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        if head.count < Self.maxHead { head.append(byte) }
        tail[length & (Self.maxTail - 1)] = byte
        length += 1
    }

    /// What the whole of a block, told at its end, is to what has streamed.
    enum Whole: Equatable {
        /// Another text.
        case new
        case repeated
        /// The same, and this more.
        case longer(String)
        /// The same block, but not the same text.
        case different
    }

    func compare(_ whole: WireText) -> Whole {
        guard length > 0, isOpen || !isTold else { return .new }
        // An end that repeats nothing says nothing.
        if whole.isEmpty { return .repeated }
        let count = whole.utf8Count
        let total = lengthBefore + length
        // Of parts before this one only the length is known.
        if lengthBefore > 0, count == total, ends(whole, at: count) { return .repeated }
        if lengthBefore > 0, count > total, ends(whole, at: total) { return .longer(whole.text(from: total)) }
        if count >= length, whole.bytes(0..<head.count) == head, ends(whole, at: length) {
            return count == length ? .repeated : .longer(whole.text(from: length))
        }
        // We may have come into its middle.
        if count >= length, whole.bytes(count - length..<count - length + head.count) == head, ends(whole, at: count) {
            return .repeated
        }
        return isOpen ? .different : .new
    }

    private func ends(_ whole: WireText, at end: Int) -> Bool {
        let count = min(Self.maxTail, length)
        return whole.bytes(end - count..<end).elementsEqual(
            (length - count..<length).map { tail[$0 & (Self.maxTail - 1)] })
    }

    /// Whether this is the text of the block, all of it.
    func isWhole(_ text: String) -> Bool { length > 0 && text.utf8.count == length && text.utf8.starts(with: head) }

    /// What the text says beyond this block; `nil` if it does not begin like it.
    func continuation(in text: String) -> String? {
        guard !isTold, length > 0, text.utf8.count >= length, text.utf8.starts(with: head) else { return nil }
        return String(text.utf8.dropFirst(length))
    }
}

extension WireText {
    /// Bytes of the text as UTF-8; no others are decoded.
    fileprivate func bytes(_ range: Range<Int>) -> [UInt8] {
        let span = contents.span
        var (index, position) = (0, 0)
        var bytes: [UInt8] = []
        while index < span.count, position < range.upperBound {
            let end = span.endOfPlainRun(from: index)
            if end > index {
                // The end may be the largest number there is.
                let from = min(max(range.lowerBound - position, 0), end - index)
                let to = max(min(range.upperBound - position, end - index), from)
                for offset in from..<to { bytes.append(span[index + offset]) }
                position += end - index
                index = end
            } else {
                for byte in span.nextScalar(at: &index, escaped: true).utf8 {
                    if range.contains(position) { bytes.append(byte) }
                    position += 1
                }
            }
        }
        return bytes
    }

    fileprivate func text(from start: Int) -> String {
        // An escape is never shorter than what it means.
        String(decoding: bytes(start..<max(start, contents.count)), as: UTF8.self)
    }
}
