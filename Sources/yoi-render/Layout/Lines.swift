/// Which lines of a long text are shown: a third of them from its head, the others from its tail.
struct Excerpt: Equatable {
    var head: Int
    var omitted = 0
    var tail = 0

    init(of count: Int, limit: Int?) {
        head = count
        // A line that says that one line is left out says less than the line.
        guard let limit, count > limit, count > limit + 1 else { return }
        head = (limit + 2) / 3
        tail = limit - head
        omitted = count - limit
    }
}

/// What an edit changes: the lines without those that begin and end both texts alike.
struct LineDiff: Equatable {
    var removed: [Substring]
    var added: [Substring]

    init(old: [Substring], new: [Substring]) {
        var (old, new) = (old[...], new[...])
        while let first = old.first, first == new.first { (old, new) = (old.dropFirst(), new.dropFirst()) }
        while let last = old.last, last == new.last { (old, new) = (old.dropLast(), new.dropLast()) }
        (removed, added) = (Array(old), Array(new))
    }
}

extension String {
    /// The lines without their ends, LF or CRLF; an empty text has none.
    var lines: [Substring] {
        var lines = unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Substring(line.last == "\r" ? line.dropLast() : line)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
