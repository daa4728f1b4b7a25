/// The changes of an edit: hunks of changed lines with some context, and remarks on what lines do not show.
struct LineDiff: Equatable {
    struct Line: Equatable {
        enum Sign: String {
            case kept = "  "
            case removed = "- "
            case added = "+ "
        }

        var sign: Sign
        var text: Substring
    }

    /// Nearby changes with their context.
    private(set) var hunks: [[Line]] = []
    /// Changes other than of lines: line endings and white space.
    private(set) var remarks: [String] = []
}

extension LineDiff {
    /// Unchanged lines to show before and after a change by default.
    static let context = 2
    /// Maximum of comparisons for the shortest difference; beyond it, all old lines are removed and all new ones added.
    private static let maxWork = 1_000_000

    /// - Parameter context: unchanged lines to show before and after a change.
    init(old: String, new: String, context: Int = context) {
        let (oldLines, newLines) = (old.lines, new.lines)
        let lines = Self.lines(from: oldLines, to: newLines)
        hunks = context == .max ? [lines] : Self.hunks(of: lines, context)
        remarks = Self.remarks(old, new, lines)
    }

    private static func lines(from old: [Substring], to new: [Substring]) -> [Line] {
        var (start, end) = (0, 0)
        let shorter = min(old.count, new.count)
        while start < shorter, old[start].isSame(as: new[start]) { start += 1 }
        while end < shorter - start, old[old.count - 1 - end].isSame(as: new[new.count - 1 - end]) { end += 1 }
        let (before, after) = (old[start..<old.count - end], new[start..<new.count - end])
        var removed: Set<Int> = []
        var added: Set<Int> = []
        if before.count.multipliedReportingOverflow(by: after.count).partialValue > maxWork {
            (removed, added) = (Set(before.indices), Set(after.indices))
        } else {
            for change in Array(after).difference(from: Array(before), by: { $0.isSame(as: $1) }) {
                switch change {
                case .remove(let offset, _, _): removed.insert(start + offset)
                case .insert(let offset, _, _): added.insert(start + offset)
                }
            }
        }
        var lines: [Line] = []
        var (from, to) = (0, 0)
        while from < old.count || to < new.count {
            if removed.contains(from) {
                lines.append(Line(sign: .removed, text: old[from]))
                from += 1
            } else if added.contains(to) {
                lines.append(Line(sign: .added, text: new[to]))
                to += 1
            } else {
                lines.append(Line(sign: .kept, text: old[from]))
                (from, to) = (from + 1, to + 1)
            }
        }
        return lines
    }

    private static func hunks(of lines: [Line], _ context: Int) -> [[Line]] {
        var hunks: [[Line]] = []
        var end = 0
        for (index, line) in lines.enumerated() where line.sign != .kept {
            let start = max(end, index - context)
            if hunks.isEmpty || start > end { hunks.append([]) }
            let next = min(lines.count, index + 1)
            hunks[hunks.count - 1] += lines[start..<max(start, next)]
            end = next
            var after = 0
            while end < lines.count, after < context, lines[end].sign == .kept {
                hunks[hunks.count - 1].append(lines[end])
                (end, after) = (end + 1, after + 1)
            }
        }
        return hunks
    }
}

extension LineDiff {
    /// How many lines edits add and remove, `(+2 -1)`, or what else they do; nothing for none.
    static func size(of edits: [LineDiff]) -> String {
        let signs = edits.flatMap(\.hunks).joined().map(\.sign)
        let (added, removed) = (signs.count { $0 == .added }, signs.count { $0 == .removed })
        if added + removed > 0 { return "(+\(added) -\(removed))" }
        return edits.flatMap(\.remarks).first.map { "(\($0))" } ?? ""
    }

    private static func remarks(_ old: String, _ new: String, _ lines: [Line]) -> [String] {
        var remarks: [String] = []
        let ends = (lineEnds(of: old), lineEnds(of: new))
        if let before = ends.0, let after = ends.1, before != after {
            remarks.append("line endings: \(before) becomes \(after)")
        }
        switch (old.utf8.last == 0x0A, new.utf8.last == 0x0A) {
        case (true, false) where !new.isEmpty: remarks.append("the newline at the end is removed")
        case (false, true) where !old.isEmpty: remarks.append("a newline is added at the end")
        default: break
        }
        let (removed, added) = (lines.filter { $0.sign == .removed }, lines.filter { $0.sign == .added })
        let pairs = zip(removed, added).map { (WhiteSpace($0.text), WhiteSpace($1.text)) }
        guard removed.count == added.count, pairs.allSatisfy({ $0.text.elementsEqual($1.text) }) else {
            if old == new { remarks.append("the characters stay the same: only their Unicode normalization changes") }
            return remarks
        }
        if let (old, new) = pairs.first(where: { $0.leading != $1.leading }) {
            remarks.append("the indentation changes from \(old.leading) to \(new.leading)")
        }
        if let (old, new) = pairs.first(where: { $0.trailing != $1.trailing }) {
            remarks.append("the white space at the end of the line changes from \(old.trailing) to \(new.trailing)")
        }
        if remarks.isEmpty { remarks.append(pairs.isEmpty ? "nothing changes" : "only white space changes") }
        return remarks
    }

    private static func lineEnds(of text: String) -> String? {
        var (all, returns) = (0, 0)
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0A { (all, returns) = (all + 1, returns + (last == 0x0D ? 1 : 0)) }
            last = byte
        }
        return all == 0 ? nil : returns == 0 ? "LF" : returns == all ? "CRLF" : "a mixture of CRLF and LF"
    }

    /// The white space of a line, in words.
    private struct WhiteSpace {
        let leading: String
        let trailing: String
        /// The rest of the line.
        let text: [Unicode.Scalar]

        init(_ line: Substring) {
            let scalars = line.unicodeScalars
            text = scalars.filter { !$0.properties.isWhitespace }
            leading = Self.words(scalars.prefix { $0.properties.isWhitespace })
            // White space alone is the indentation.
            trailing = text.isEmpty ? "none" : Self.words(scalars.reversed().prefix { $0.properties.isWhitespace })
        }

        private static func words(_ blanks: some Sequence<Unicode.Scalar>) -> String {
            let (spaces, tabs) = (blanks.count { $0 == " " }, blanks.count { $0 == "\t" })
            let others = blanks.count { $0 != " " && $0 != "\t" }
            let words = [(tabs, "tab"), (spaces, "space"), (others, "other blank")]
                .filter { $0.0 > 0 }.map { Numbers.count($0.0, $0.1) }
            return words.isEmpty ? "none" : words.joined(separator: " and ")
        }
    }
}

extension Substring {
    /// By bytes: strings are equal, too, where only their Unicode normalization differs.
    fileprivate func isSame(as other: Substring) -> Bool { utf8.elementsEqual(other.utf8) }
}
