/// Reads a line of Markdown from its start, with tab stops every four columns (CommonMark §2.2).
struct MarkdownCursor {
    private let line: ArraySlice<UInt8>
    private var offset: Int
    private var column = 0
    /// The next byte that is not space, and its offset; `nil` at the end of the line.
    private(set) var mark: UInt8?
    private(set) var offsetOfMark: Int
    /// Columns of space before it.
    private(set) var indent = 0

    init(_ line: ArraySlice<UInt8>) {
        self.line = line
        offset = line.startIndex
        offsetOfMark = offset
        findMark()
    }
}

extension MarkdownCursor {
    /// The rest of the line.
    var rest: ArraySlice<UInt8> { line[offset...] }
    var trimmed: ArraySlice<UInt8> { line[offsetOfMark...] }
    var isBlank: Bool { mark == nil }

    private mutating func findMark() {
        var (index, end) = (offset, column)
        while index < line.endIndex, line[index].isSpace {
            end += width(at: index, column: end)
            index += 1
        }
        (offsetOfMark, indent) = (index, end - column)
        mark = index < line.endIndex ? line[index] : nil
    }

    private func width(at index: Int, column: Int) -> Int {
        line[index] == UInt8(ascii: "\t") ? 4 - column % 4 : 1
    }

    mutating func advance(columns: Int) {
        let end = column + columns
        while column < end, offset < line.endIndex {
            // The rest of a tab that reaches further is left.
            let next = column + width(at: offset, column: column)
            if next <= end { offset += 1 }
            column = min(next, end)
        }
        findMark()
    }

    mutating func skipSpace() { advance(columns: indent) }
}

extension MarkdownCursor {
    mutating func takeQuoteMark() -> Bool {
        guard mark == UInt8(ascii: ">"), indent < 4 else { return false }
        skipSpace()
        advance(columns: 1)
        if rest.first?.isSpace == true { advance(columns: 1) }
        return true
    }

    /// Takes a container's mark, and returns 0 for a quote, the width up to the contents for a list item (§5.2).
    mutating func takeContainer(isInParagraph: Bool) -> Int? {
        if takeQuoteMark() { return 0 }
        guard mark?.isOne(of: "-+*0123456789") == true else { return nil }
        let digits = trimmed.prefix(while: \.isDigit)
        let after = trimmed.dropFirst(digits.count)
        guard digits.count < 10, after.first?.isOne(of: digits.isEmpty ? "-+*" : ".)") == true,
            after.dropFirst().first?.isSpace != false
        else {
            return nil
        }
        if isInParagraph {
            let isFirst =
                digits.isEmpty || digits.last == UInt8(ascii: "1") && digits.dropLast().allSatisfy { $0 == 0x30 }
            guard isFirst, !after.dropFirst().allSatisfy(\.isSpace) else { return nil }
        }
        let width = indent + digits.count + 1
        advance(columns: width)
        let space = indent
        guard (1...4).contains(space), !isBlank else {
            if rest.first?.isSpace == true { advance(columns: 1) }
            return width + 1
        }
        advance(columns: space)
        return width + space
    }

    /// §4.2
    var headingLevel: Int? {
        guard mark == UInt8(ascii: "#") else { return nil }
        let level = trimmed.prefix { $0 == UInt8(ascii: "#") }.count
        return (1...6).contains(level) && trimmed.dropFirst(level).first?.isSpace != false ? level : nil
    }

    /// §4.5
    var fence: (mark: UInt8, length: Int)? {
        guard let mark, mark.isOne(of: "`~") else { return nil }
        let length = trimmed.prefix { $0 == mark }.count
        guard length >= 3, mark == UInt8(ascii: "~") || !trimmed.dropFirst(length).contains(mark) else { return nil }
        return (mark, length)
    }

    func closesFence(_ mark: UInt8, _ least: Int) -> Bool {
        let length = trimmed.prefix { $0 == mark }.count
        return length >= least && trimmed.dropFirst(length).allSatisfy(\.isSpace)
    }

    /// §4.3
    var isUnderline: Bool {
        guard let mark, mark.isOne(of: "=-") else { return false }
        return trimmed.drop { $0 == mark }.allSatisfy(\.isSpace)
    }

    /// §4.1
    var isThematicBreak: Bool {
        guard let mark, mark.isOne(of: "*-_") else { return false }
        return trimmed.allSatisfy { $0 == mark || $0.isSpace } && trimmed.count { $0 == mark } >= 3
    }
}

extension UInt8 {
    /// A space or a tab.
    var isSpace: Bool { self == 0x20 || self == 0x09 }
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    @inline(__always)
    func isOne(of bytes: StaticString) -> Bool {
        for index in 0..<bytes.utf8CodeUnitCount where bytes.utf8Start[index] == self { return true }
        return false
    }
}
