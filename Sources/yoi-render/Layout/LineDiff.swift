/// What an edit changes: the lines without those that begin and end both texts alike, each with its sign.
struct LineDiff: Equatable {
    let lines: [Substring]

    init(old: [Substring], new: [Substring]) {
        var (old, new) = (old[...], new[...])
        while let first = old.first, first == new.first { (old, new) = (old.dropFirst(), new.dropFirst()) }
        while let last = old.last, last == new.last { (old, new) = (old.dropLast(), new.dropLast()) }
        lines = old.map { "- " + $0 } + new.map { "+ " + $0 }
    }
}

extension Substring {
    /// The colour of a line of a diff.
    var diffRole: Role { hasPrefix("-") ? .removed : .added }
}
