internal import Shared

extension WireText {
    /// Its lines, none of them decoded; ended by LF or CRLF.
    var lines: Lines { Lines(rest: contents) }

    /// Its beginning: about so many bytes, and dots if there is more.
    func beginning(bytes: Int) -> Substring { JSON.beginning(of: contents, bytes: bytes) }

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

/// A line as it stands in the contents of a JSON string, without its line feed.
struct WrittenLine {
    fileprivate let contents: ArraySlice<UInt8>

    var isEmpty: Bool { contents.isEmpty || contents.elementsEqual("\\r".utf8) }

    /// The line; of one that is longer about so many bytes, and dots.
    func decoded(atMost limit: Int) -> Substring { JSON.beginning(of: contents, bytes: limit).withoutReturn }
}

extension JSON {
    /// What the contents of a string stand for; of longer ones about so many bytes, and dots.
    fileprivate static func beginning(of contents: ArraySlice<UInt8>, bytes limit: Int) -> Substring {
        guard contents.count > limit else { return decoded(contents)[...] }
        var end = 0
        while end < limit { end = contents.span.endOfWrittenCharacter(at: end) }
        return decoded(contents.prefix(end)) + "…"
    }
}

extension Span where Element == UInt8 {
    /// Where the line ends that begins here, and where the next one begins.
    fileprivate func endOfWrittenLine() -> (end: Int, next: Int) {
        var index = endOfPlainRun(from: 0)
        while index < count {
            let end = endOfWrittenCharacter(at: index)
            for feed in ["\\n", "\\u000a", "\\u000A"] as [StaticString] where starts(with: feed, at: index) {
                return (index, end)
            }
            index = endOfPlainRun(from: end)
        }
        return (count, count)
    }

    /// The end of the character or escape at `index`.
    fileprivate func endOfWrittenCharacter(at index: Int) -> Int {
        guard self[index] == UInt8(ascii: "\\"), index + 1 < count else {
            return endOfMultibyteCharacter(at: index) ?? index + 1
        }
        guard self[index + 1] == UInt8(ascii: "u") else { return index + 2 }
        var end = index + 2
        _ = unescapedScalar(at: &end)
        return end
    }
}
