internal import Shared

/// How far standard output has taken the stream, and the file that remembers it.
struct Place {
    private var file: CursorFile?
    /// Cursors whose lines stand in the output, each with the length of the output up to the end of its line.
    private var marks: [(end: Int, cursor: Cursor)] = []
    /// The last cursor whose line standard output has taken.
    private var reached: Cursor?
    private var saved: Cursor?
    private var lastSave: Instant?

    typealias Instant = ContinuousClock.Instant

    /// The file is written no more often than this.
    static let saveInterval = Duration.seconds(1)

    init(file: CursorFile? = nil) { self.file = file }
}

extension Place {
    /// Whether there is a file at all.
    var isKept: Bool { file != nil }

    /// When the file wants to be written next; `nil` if it is current.
    var nextSave: Instant? {
        guard isKept, reached != saved else { return nil }
        return lastSave.map { $0 + Self.saveInterval } ?? .now
    }

    /// All lines up to this cursor stand in the first `end` bytes of the output.
    mutating func mark(_ cursor: Cursor, end: Int) {
        guard isKept else { return }
        marks.append((end, cursor))
    }

    /// Standard output has taken this many bytes since the beginning.
    mutating func reach(_ taken: Int) {
        let count = marks.firstIndex { $0.end > taken } ?? marks.count
        guard count > 0 else { return }
        reached = marks[count - 1].cursor
        marks.removeFirst(count)
    }

    /// Writes the file if it is time to.
    mutating func saveIfDue() throws(Failure) {
        guard let nextSave else { return }
        let now = Instant.now
        guard now >= nextSave else { return }
        try save()
        lastSave = now
    }

    /// Writes the file if it is not current.
    mutating func save() throws(Failure) {
        guard let reached, reached != saved else { return }
        try file?.save(reached)
        saved = reached
    }
}
