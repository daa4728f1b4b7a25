internal import Shared
internal import Transport

/// How far standard output has taken each stream, and the file that remembers it.
struct Checkpoints {
    private var file: CursorFile?
    private let targets: [Target]
    /// Cursors whose lines are in the output, in its order.
    private var printed: [PrintedCursor] = []
    private var reached: [Checkpoint?]
    private var isCurrent = true
    private var lastSave: Instant?

    /// The file is written no more often than this.
    private static let saveInterval = Duration.seconds(1)

    init(file: CursorFile?, targets: [Target]) {
        self.file = file
        self.targets = targets
        reached = Array(repeating: nil, count: targets.count)
    }
}

extension Checkpoints {
    /// When the file wants to be written next; nil if it is current.
    var nextSave: Instant? {
        guard file != nil, !isCurrent else { return nil }
        return lastSave.map { $0 + Self.saveInterval } ?? .now
    }

    /// The lines of these cursors are in the output.
    mutating func append(_ cursors: inout [PrintedCursor]) {
        printed += cursors
        cursors.removeAll(keepingCapacity: true)
    }

    /// Standard output has taken this many bytes since the beginning.
    mutating func reach(_ taken: Int) {
        guard file != nil else { return }
        let count = printed.firstIndex { $0.end > taken } ?? printed.count
        for cursor in printed.prefix(count) { reached[cursor.source] = .cursor(cursor.cursor) }
        printed.removeFirst(count)
        isCurrent = false
    }

    /// Writes the file if it is time to.
    mutating func saveIfDue(from driver: StreamDriver, isDrained: Bool) throws(Stop) {
        guard let nextSave else { return }
        guard .now >= nextSave else { return }
        do throws(Failure) {
            try save(from: driver, isDrained: isDrained)
        } catch {
            throw .failed(error)
        }
    }

    /// Writes the file if it is not current.
    ///
    /// - Parameter isDrained: Whether standard output has taken everything: only then is a stream's own checkpoint true.
    mutating func save(from driver: StreamDriver, isDrained: Bool) throws(Failure) {
        guard file != nil, !isCurrent else { return }
        for source in targets.indices {
            if isDrained, let checkpoint = driver.checkpoint(of: source) { reached[source] = checkpoint }
            if let checkpoint = reached[source] { file?.set(checkpoint, of: targets[source]) }
        }
        isCurrent = isDrained
        guard reached.contains(where: { $0 != nil }) else { return }
        try file?.save()
        lastSave = .now
    }
}
