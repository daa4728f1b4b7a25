internal import Shared

/// Whether a Markdown text that comes in pieces is inside a fenced code block (CommonMark §4.5).
struct FenceTracker {
    /// Bytes that tell whether a line is a fence: marks, and an info string that has no backtick.
    private static let most = 100

    private var open: (indent: Int, mark: UInt8, length: Int)?
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
            String(repeating: " ", count: $0.indent)
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
        let indent = line.prefix { $0 == UInt8(ascii: " ") }.count
        let rest = line.dropFirst(indent)
        guard indent < 4, let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return }
        let length = rest.prefix { $0 == mark }.count
        let info = rest.dropFirst(length)
        if let open {
            let isBare = info.allSatisfy { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }
            if mark == open.mark, length >= open.length, isBare { self.open = nil }
        } else if length >= 3, mark == UInt8(ascii: "~") || !info.contains(mark) {
            open = (indent, mark, length)
        }
    }
}
