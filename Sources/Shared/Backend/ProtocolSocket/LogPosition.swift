/// How much of which segment of the log is known.
struct LogPosition: Hashable, Sendable {
    /// Identifies the segment by its `segment_start`; `nil` before there is one.
    private(set) var segment: UInt64?
    /// Hashes of the log's beginnings, by length, the longest last: every recent one, and those where a run begins,
    /// which is where a rewind cuts.
    private(set) var marks: [Mark] = []

    struct Mark: Hashable, Sendable {
        let count: Int
        let hash: UInt64
    }

    init() {}

    init(segment: UInt64?, marks: [Mark]) { (self.segment, self.marks) = (segment, marks) }

    /// Entries that are known.
    var count: Int { marks.last?.count ?? 0 }
}

extension LogPosition {
    private static let recent = 64
    private static let limit = 256

    /// Reads a whole log.
    init(_ entries: [LogEntryOutline], in message: Bytes) {
        guard let first = entries.first else { return }
        segment = Self.segment(first.range, in: message)
        var hash = segment ?? 0
        for (index, entry) in entries.enumerated() {
            let isRunStart = entry.kind == .invoke && index > 0
            if isRunStart || index > 0 && entries.count - index < Self.recent { add(Mark(count: index, hash: hash)) }
            if index > 0 { hash = message.byteHash(of: entry.range, from: hash) }
        }
        add(Mark(count: entries.count, hash: hash))
    }

    /// The identity of the segment that a `segment_start` entry begins: its session and its time.
    static func segment(_ entry: Range<Int>, in message: Bytes) -> UInt64 {
        let session = message.member("session_id", of: entry).map { message.contentHash(of: $0) } ?? 0
        let time = message.member("ts", of: entry).map { message.contentHash(of: $0) } ?? 0
        return Bytes.mix(session, time)
    }

    /// How many of the first entries of a log of the same segment are known.
    func known(_ entries: [LogEntryOutline], in message: Bytes) -> Int {
        var (known, next) = (0, 0)
        var hash = segment ?? 0
        for count in 1...max(entries.count, 1) {
            if count > 1 { hash = message.byteHash(of: entries[count - 1].range, from: hash) }
            while next < marks.count, marks[next].count < count { next += 1 }
            guard next < marks.count else { break }
            if marks[next].count == count {
                guard marks[next].hash == hash else { break }
                known = count
            }
        }
        return known
    }

    private mutating func add(_ mark: Mark) {
        marks.append(mark)
        guard marks.count > Self.limit else { return }
        // Drops every other one of the older half: a rewind that far is placed a few runs too early.
        let older = marks.prefix(Self.limit / 2)
        marks.replaceSubrange(..<older.count, with: older.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
    }
}
