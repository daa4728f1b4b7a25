internal import Shared

/// Whether a Markdown text that comes in pieces is inside a fenced code block (CommonMark §4.5).
struct FenceTracker {
    /// Bytes that tell whether a line is a fence: marks, and an info string that has no backtick.
    private static let most = 100

    private var open: Fence?
    /// Where the contents of the list item begin in which the line stands; 0 outside of lists.
    private var item = 0
    /// The beginning of the line so far.
    private var line: [UInt8] = []
}

extension FenceTracker {
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func take(_ bytes: Bytes, escaped: Bool) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0A {
                endLine()
            } else if escaped, byte == UInt8(ascii: "\\") {
                index += 1
                let character: Character =
                    switch bytes[index - 1] {
                    case UInt8(ascii: "n"): "\n"
                    case UInt8(ascii: "t"): "\t"
                    case UInt8(ascii: "r"): "\r"
                    case UInt8(ascii: "u"): bytes.unescapedScalar(at: &index)
                    case let escaped: Character(Unicode.Scalar(escaped))
                    }
                if character == "\n" { endLine() } else { for byte in character.utf8 { note(byte) } }
            } else {
                note(byte)
            }
        }
    }

    /// The text has ended.
    ///
    /// - Returns: what must follow it, so that the rest of the document is not swallowed.
    mutating func end() -> String? {
        endLine()
        defer { open = nil }
        // As far in as it began: in a list it would else begin a block behind the list.
        return open.map {
            String(repeating: " ", count: $0.column)
                + String(repeating: Character(Unicode.Scalar($0.mark)), count: $0.length)
        }
    }
}

extension FenceTracker {
    @inline(__always)
    private mutating func note(_ byte: UInt8) {
        if line.count < Self.most { line.append(byte) }
    }

    private mutating func endLine() {
        defer { line.removeAll(keepingCapacity: true) }
        var rest = line[...]
        var column = rest.takeSpaces()
        guard !rest.isEmpty, rest.first != UInt8(ascii: "\r") else { return }
        if column < item { item = 0 }
        // A block that is left open ends with the list item that it is in.
        if let open, column < open.item { self.open = nil }
        if let open {
            let (mark, length) = rest.takeMarks()
            let isBare = rest.allSatisfy { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }
            if column - open.item < 4, mark == open.mark, length >= open.length, isBare { self.open = nil }
            return
        }
        while column - item < 4, let width = rest.takeListMarker() {
            column += width
            item = column
        }
        guard column - item < 4 else { return }
        let (mark, length) = rest.takeMarks()
        guard length >= 3, mark == UInt8(ascii: "~") || !rest.contains(UInt8(ascii: "`")) else { return }
        open = Fence(column: column, mark: mark, length: length, item: item)
    }

    /// What opened a code block.
    private struct Fence {
        let column: Int
        let mark: UInt8
        let length: Int
        /// Where the contents of the list item begin that it is in.
        let item: Int
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func takeSpaces() -> Int {
        let count = prefix { $0 == UInt8(ascii: " ") }.count
        removeFirst(count)
        return count
    }

    /// Backticks or tildes at the beginning.
    fileprivate mutating func takeMarks() -> (mark: UInt8, length: Int) {
        guard let mark = first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return (0, 0) }
        let length = prefix { $0 == mark }.count
        removeFirst(length)
        return (mark, length)
    }

    /// `- ` or `12. ` (§5.2) and the spaces behind it.
    ///
    /// - Returns: its width.
    fileprivate mutating func takeListMarker() -> Int? {
        let digits = prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        let ends: StaticString = digits == 0 ? "-*+" : ".)"
        guard digits < 10, count > digits + 1, self[startIndex + digits + 1] == UInt8(ascii: " "),
            ends.withUTF8Buffer({ $0.contains(self[startIndex + digits]) })
        else { return nil }
        removeFirst(digits + 1)
        return digits + 1 + takeSpaces()
    }
}
