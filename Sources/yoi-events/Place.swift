internal import Shared

/// How far the stream has been printed, and the file that remembers it.
struct Place {
    private var file: CursorFile?
    /// The last cursor whose line standard output has taken.
    private var reached: Cursor?
    private var saved: Cursor?
    private var lastSave: Instant?

    typealias Instant = ContinuousClock.Instant

    /// The file is written no more often than this.
    static let saveInterval = Duration.seconds(1)

    init(file: CursorFile?) { self.file = file }
}

extension Place {
    /// When the file wants to be written next; `nil` if it is current.
    var nextSave: Instant? {
        guard file != nil, reached != saved else { return nil }
        return lastSave.map { $0 + Self.saveInterval } ?? .now
    }

    /// Standard output has taken everything up to this cursor; the file is written if it is time to.
    mutating func reach(_ cursor: Cursor?, now: @autoclosure () -> Instant) throws(Failure) {
        guard file != nil, let cursor else { return }
        reached = cursor
        guard cursor != saved else { return }
        let now = now()
        if let lastSave, now < lastSave + Self.saveInterval { return }
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
