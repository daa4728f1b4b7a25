/// What is shown of a long text: lines of its head, and twice as many of its tail, where errors are.
struct Excerpt: Equatable {
    private(set) var head: [Substring] = []
    /// Lines left out between.
    private(set) var omitted = 0
    private(set) var tail: [Substring] = []

    init(of lines: [Substring], limit: Int?) {
        guard let shares = Shares(of: lines.count, limit: limit) else {
            head = lines
            return
        }
        head = Array(lines.prefix(shares.head))
        tail = Array(lines.suffix(shares.tail))
        omitted = lines.count - shares.head - shares.tail
    }

    /// Looks at the ends of the text alone, however long it is.
    init(of text: String, limit: Int?) {
        let count = text.utf8.count { $0 == 0x0A } + (text.utf8.last == 0x0A || text.isEmpty ? 0 : 1)
        guard let shares = Shares(of: count, limit: limit) else {
            head = text.lines
            return
        }
        var start = text.startIndex
        for _ in 0..<shares.head { head.append(text.line(from: &start)) }
        var end = text.utf8.last == 0x0A ? text.utf8.index(before: text.endIndex) : text.endIndex
        for _ in 0..<shares.tail { tail.append(text.line(before: &end)) }
        tail.reverse()
        omitted = count - shares.head - shares.tail
    }

    private struct Shares {
        var head: Int
        var tail: Int

        init?(of count: Int, limit: Int?) {
            // A line that says that one line is left out says less than the line.
            guard let limit, count > limit, count - limit > 1 else { return nil }
            head = (limit + 2) / 3
            tail = limit - head
        }
    }
}

extension Excerpt {
    /// The last line that says something, where programs tell what went wrong.
    var lastLine: String {
        let line = (head + tail).last { !$0.trimmed.isEmpty && !$0.hasPrefix("[truncated") }
        return line.map(\.trimmed) ?? ""
    }
}

extension String {
    /// The lines without their ends, LF or CRLF; an empty text has none.
    var lines: [Substring] {
        var lines: [Substring] = []
        var start = startIndex
        while start < endIndex { lines.append(line(from: &start)) }
        return lines
    }

    /// The first of its lines.
    var firstLine: Substring {
        var start = startIndex
        return line(from: &start)
    }

    /// The line that begins at `start`, which is then behind its end.
    fileprivate func line(from start: inout Index) -> Substring {
        let end = utf8[start...].firstIndex(of: 0x0A) ?? endIndex
        defer { start = end < endIndex ? utf8.index(after: end) : end }
        return withoutReturn(start..<end)
    }

    /// The line that ends at `end`, which is then before it.
    fileprivate func line(before end: inout Index) -> Substring {
        let feed = utf8[..<end].lastIndex(of: 0x0A)
        defer { end = feed ?? startIndex }
        return withoutReturn((feed.map { utf8.index(after: $0) } ?? startIndex)..<end)
    }

    private func withoutReturn(_ line: Range<Index>) -> Substring {
        // By bytes: as characters, CR and LF are one.
        utf8[line].last == 0x0D ? self[line.lowerBound..<utf8.index(before: line.upperBound)] : self[line]
    }
}
