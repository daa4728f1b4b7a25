internal import Shared

/// A line as it was written in the contents of a JSON string, without its line feed.
struct WrittenLine: Equatable {
    fileprivate(set) var contents: ArraySlice<UInt8>
}

extension WrittenLine {
    /// All of a text, as one line.
    init(_ text: WireText) { contents = text.contents }

    var isEmpty: Bool { contents.isEmpty || contents.elementsEqual("\\r".utf8) }

    /// Whether nothing on it can be seen.
    var isBlank: Bool { withoutReturn.contents.allSatisfy { $0 == 0x20 } }

    /// What it says.
    var text: String { JSON.decoded(withoutReturn.contents) }

    /// What it says in the end, without colors.
    var shownText: String {
        var text = String.UnicodeScalarView()
        var filter = ColorFilter()
        (lastState ?? self).forEachScalar { filter.take($0) { text.append($0) } }
        filter.release { text.append($0) }
        return String(text)
    }

    /// The characters, one by one.
    func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
        let bytes = withoutReturn.contents.span
        var index = 0
        while index < bytes.count { body(bytes.nextScalar(at: &index, escaped: true)) }
    }

    /// The last of the states that a progress bar has gone through, each of which was to overwrite the one before;
    /// `nil` if there is only one.
    var lastState: WrittenLine? {
        let line = withoutReturn.contents
        var (start, end) = (line.startIndex, line.startIndex)
        var index = 0
        let bytes = line.span
        var last = line[start..<start]
        while index < bytes.count {
            let offset = index
            guard bytes.nextScalar(at: &index, escaped: true) == "\r" else { continue }
            end = line.startIndex + offset
            if start < end { last = line[start..<end] }
            start = line.startIndex + index
        }
        guard start > line.startIndex else { return nil }
        return WrittenLine(contents: start < line.endIndex ? line[start...] : last)
    }

    /// Beginning and end of a line that is longer than so many bytes, and how many characters are left out between.
    func clipped(to limit: Int) -> (head: WrittenLine, omitted: Int, tail: WrittenLine)? {
        guard contents.count > limit else { return nil }
        let bytes = contents.span
        var (index, omitted) = (0, 0)
        var end = 0
        while index < bytes.count - limit / 3 {
            if index < limit * 2 / 3 { end = index } else { omitted += 1 }
            _ = bytes.nextScalar(at: &index, escaped: true)
        }
        let start = contents.startIndex
        return (
            WrittenLine(contents: contents[start..<start + end]), omitted,
            WrittenLine(contents: contents[(start + index)...])
        )
    }

    private var withoutReturn: WrittenLine {
        guard contents.last == UInt8(ascii: "r") else { return self }
        // An even number of backslashes is half as many of them, escaped.
        let backslashes = contents.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        return backslashes % 2 == 1 ? WrittenLine(contents: contents.dropLast(2)) : self
    }
}

extension WireText {
    /// Its lines, none of them decoded; ended by LF or CRLF.
    var lines: Lines { Lines(rest: contents) }

    /// Its first line.
    var firstLine: WrittenLine? {
        var lines = lines
        return lines.next()
    }

    /// Its beginning: about so many bytes, and dots if there is more.
    func beginning(bytes limit: Int) -> String {
        guard contents.count > limit else { return string }
        var end = 0
        while end < limit { end = contents.span.endOfWrittenCharacter(at: end) }
        return JSON.decoded(contents.prefix(end)) + "…"
    }

    struct Lines: Sequence, IteratorProtocol {
        fileprivate var rest: ArraySlice<UInt8>

        mutating func next() -> WrittenLine? {
            guard !rest.isEmpty else { return nil }
            let (end, next) = rest.span.endOfWrittenLine()
            defer { rest = rest.dropFirst(next) }
            return WrittenLine(contents: rest.prefix(end))
        }
    }
}

extension Span where Element == UInt8 {
    /// Where the line ends that begins here, and where the next one begins.
    fileprivate func endOfWrittenLine() -> (end: Int, next: Int) {
        var index = endOfPlainRun(from: 0)
        while index < count {
            let start = index
            if nextScalar(at: &index, escaped: true) == "\n" { return (start, index) }
            index = endOfPlainRun(from: index)
        }
        return (count, count)
    }

    fileprivate func endOfWrittenCharacter(at index: Int) -> Int {
        var index = index
        _ = nextScalar(at: &index, escaped: true)
        return index
    }
}
