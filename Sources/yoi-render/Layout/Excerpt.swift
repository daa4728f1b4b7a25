internal import Shared

/// What is shown of a long text: lines of its head, and twice as many of its tail, where errors are.
///
/// The lines are as they were written; nothing is decoded but what is shown.
struct Excerpt: Equatable {
    private(set) var head: [WrittenLine] = []
    /// Lines left out between.
    private(set) var omitted = 0
    private(set) var tail: [WrittenLine] = []

    enum Part {
        case both
        case head
        case tail
    }

    /// - Parameters:
    ///   - skipped: lines at the beginning that are shown otherwise.
    ///   - limit: lines to show; `nil` for all.
    init(of text: WireText, from skipped: Int = 0, limit: Int?, _ part: Part = .both) {
        // Empty lines at the end say nothing.
        var count = 0
        for (index, line) in text.lines.enumerated() where !line.isEmpty { count = index + 1 - skipped }
        let shares = Shares(of: count, limit: limit, part)
        for (index, line) in text.lines.enumerated() where skipped..<max(skipped, skipped + count) ~= index {
            let isHead = index - skipped < shares?.head ?? count
            if isHead { head.append(line) } else if index - skipped >= count - (shares?.tail ?? 0) { tail.append(line) }
        }
        omitted = max(0, count - head.count - tail.count)
    }

    private struct Shares {
        var head: Int
        var tail: Int

        init?(of count: Int, limit: Int?, _ part: Part) {
            // A line that says that one line is left out says less than the line.
            guard let limit, count > limit, count - limit > 1 || limit == 0 else { return nil }
            head = part == .both ? (limit + 1) / 3 : part == .head ? limit : 0
            tail = limit - head
        }
    }
}

extension Excerpt {
    var isBlank: Bool { omitted == 0 && (head + tail).allSatisfy(\.isEmpty) }

    /// The last line that says something, where programs tell what went wrong.
    var lastLine: WrittenLine? { (head + tail).last { !$0.isBlank && !$0.contents.starts(with: "[truncated".utf8) } }
}
