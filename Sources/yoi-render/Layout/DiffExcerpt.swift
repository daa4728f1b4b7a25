/// The part of a diff that is shown: whole hunks, as many as the limit allows.
struct DiffExcerpt: Equatable {
    enum Line: Equatable {
        case text(LineDiff.Line)
        /// Between two hunks.
        case gap
        /// The number of lines left out at the end.
        case omitted(Int)
    }

    private(set) var lines: [Line] = []

    /// - Parameter limit: lines to show; `nil` for all.
    init(of diff: LineDiff, limit: Int?) {
        guard limit != 0 else { return }
        var shown = 0
        for (index, hunk) in diff.hunks.enumerated() {
            if let limit, index > 0, shown + hunk.count > limit {
                let omitted = diff.hunks[index...].reduce(0) { $0 + $1.count }
                lines.append(.omitted(omitted))
                return
            }
            if index > 0 { lines.append(.gap) }
            guard let limit, hunk.count > limit + 1 else {
                lines += hunk.map(Line.text)
                shown += hunk.count
                continue
            }
            // A hunk longer than the limit: its head and its tail.
            let head = (limit + 1) / 2
            lines += hunk.prefix(head).map(Line.text)
            lines.append(.omitted(hunk.count - limit))
            lines += hunk.suffix(limit - head).map(Line.text)
            shown += limit
        }
    }
}
