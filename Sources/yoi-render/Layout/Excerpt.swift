internal import Shared

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

    /// Decodes nothing but the lines that are kept, and no more of them than fits.
    ///
    /// - Parameter width: cells that are shown of a line.
    init(of text: WireText, limit: Int?, width: Int) {
        // Empty lines at the end say nothing.
        var count = 0
        for (index, line) in text.lines.enumerated() where !line.isEmpty { count = index + 1 }
        let shares = Shares(of: count, limit: limit)
        for (index, line) in text.lines.enumerated() {
            let isHead = index < shares?.head ?? count
            guard index < count, isHead || index >= count - (shares?.tail ?? 0) else { continue }
            let line = line.decoded(atMost: Self.bytesOfCell * width)
            if isHead { head.append(line) } else { tail.append(line) }
        }
        omitted = count - head.count - tail.count
    }

    /// Of a cell, at most: room for what joins several characters in one, escaped.
    private static let bytesOfCell = 256

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
    var isBlank: Bool { omitted == 0 && (head + tail).allSatisfy(\.isEmpty) }

    /// The last line that says something, where programs tell what went wrong.
    var lastLine: String {
        let line = (head + tail).last { !$0.trimmed.isEmpty && !$0.hasPrefix("[truncated") }
        return line.map(\.trimmed) ?? ""
    }
}
