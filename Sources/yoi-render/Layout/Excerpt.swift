internal import Shared

/// The part of a long text that is shown: lines of its head, and twice as many of its tail, where errors are.
///
/// Lines stay as they were written; only those shown are decoded.
struct Excerpt: Equatable {
    let head: WrittenText.Lines
    /// Number of lines left out in between.
    let omitted: Int
    let tail: WrittenText.Lines

    enum Part {
        case both
        case head
        case tail
    }

    /// - Parameters:
    ///   - skipped: lines at the beginning that are shown elsewhere.
    ///   - limit: lines to show; `nil` for all.
    init(of text: WrittenText, from skipped: Int = 0, limit: Int?, _ part: Part = .both) {
        var lines = text.lines
        for _ in 0..<skipped { _ = lines.next() }
        // Empty lines at the end are left out.
        var count = 0
        for (index, line) in lines.enumerated() where !line.isEmpty { count = index + 1 }
        let shares = Shares(of: count, limit: limit, part) ?? Shares(head: count, tail: 0)
        omitted = count - shares.head - shares.tail
        head = lines.first(shares.head)
        if shares.tail > 0 { for _ in 0..<count - shares.tail { _ = lines.next() } }
        tail = lines.first(shares.tail)
    }

    private struct Shares {
        var head: Int
        var tail: Int

        init(head: Int, tail: Int) { (self.head, self.tail) = (head, tail) }

        init?(of count: Int, limit: Int?, _ part: Part) {
            // A line saying that one line is left out would be no shorter.
            guard let limit, count > limit, count - limit > 1 || limit == 0 else { return nil }
            head = part == .both ? (limit + 1) / 3 : part == .head ? limit : 0
            tail = limit - head
        }
    }
}

extension Excerpt {
    /// The lines that are shown.
    var lines: JoinedLines { JoinedLines(head: head, tail: tail) }

    struct JoinedLines: Sequence, IteratorProtocol {
        fileprivate var head: WrittenText.Lines
        fileprivate var tail: WrittenText.Lines

        mutating func next() -> WrittenLine? { head.next() ?? tail.next() }
    }

    var isBlank: Bool { omitted == 0 && lines.allSatisfy(\.isEmpty) }

    /// The last line that is not blank, where programs say what went wrong.
    var lastLine: WrittenLine? {
        var last: WrittenLine?
        for line in lines where !line.isBlank && !line.begins(with: "[truncated") { last = line }
        return last
    }
}
