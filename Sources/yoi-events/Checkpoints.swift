internal import Shared
internal import Transport

/// How much of each stream standard output has accepted, and the file that stores it.
struct Checkpoints {
    private var file: CursorFile?
    /// By their number with the printer.
    private var streams: [Int: Stream] = [:]
    /// The cursors of lines in the output, in order.
    private var printed: [PrintedCursor] = []
    /// Streams whose checkpoint may have changed since the file was written last.
    private var moved: Set<Int> = []
    private var isCurrent = true
    private var lastSave: Instant?

    private struct Stream {
        let target: Target
        /// Its index with the driver.
        let place: Int
        var reached: Checkpoint?
    }

    /// The file is not written more often than this.
    private static let saveInterval = Duration.seconds(1)

    init(file: CursorFile?) { self.file = file }
}

extension Checkpoints {
    /// When to write the file next; nil if it is current.
    var nextSave: Instant? {
        guard file != nil, !isCurrent else { return nil }
        return lastSave.map { $0 + Self.saveInterval } ?? .now
    }

    /// Adds a stream.
    ///
    /// - Returns: Where to resume it; nil if that is not known.
    mutating func add(_ target: Target, as source: Int, at place: Int) -> Checkpoint? {
        guard let file else { return nil }
        streams[source] = Stream(target: target, place: place)
        return file.checkpoint(of: target)
    }

    /// Whether a Worker is new since the file was written last.
    func isNew(_ target: Target) -> Bool { file.map { $0.isContinued && !$0.knows(target) } ?? false }

    /// Notes that there is such a Worker, whether it is followed or not.
    mutating func meet(_ target: Target) {
        guard let file, !file.knows(target) else { return }
        file.set(nil, of: target)
        isCurrent = false
    }

    /// Removes a Worker that is gone for good, and its stream.
    ///
    /// - Parameter place: The stream's index with the driver; nil if the Worker was not followed.
    mutating func forget(_ target: Target, placed place: Int?) {
        guard let file else { return }
        file.remove(target)
        if let source = streams.first(where: { $0.value.place == place })?.key { streams[source] = nil }
        isCurrent = false
    }

    /// Adds cursors whose lines are in the output.
    mutating func append(_ cursors: inout [PrintedCursor]) {
        printed += cursors
        cursors.removeAll(keepingCapacity: true)
    }

    /// Standard output has accepted this many bytes since the beginning.
    mutating func reach(_ taken: Int) {
        guard file != nil else { return }
        let count = printed.firstIndex { $0.end > taken } ?? printed.count
        for cursor in printed.prefix(count) {
            streams[cursor.source]?.reached = .cursor(cursor.cursor)
            moved.insert(cursor.source)
        }
        printed.removeFirst(count)
        isCurrent = false
    }

    /// Writes the file if it is not current.
    ///
    /// - Parameter taken: What standard output has accepted, if that is only part of what was printed.
    mutating func save(from driver: StreamDriver, after taken: DeliveredLines?) throws(Failure) {
        guard file != nil, !isCurrent else { return }
        let places = driver.takeMoved()
        moved.formUnion(streams.lazy.filter { places.contains($0.value.place) }.map(\.key))
        var hasNews = false
        for source in moved {
            guard let stream = streams[source] else { continue }
            // The events API's own checkpoint is ahead of what was accepted.
            guard let checkpoint = driver.checkpoint(of: stream.place, after: taken) ?? stream.reached else { continue }
            file?.set(checkpoint, of: stream.target)
            hasNews = true
        }
        if taken == nil { moved = [] }
        isCurrent = taken == nil
        try file?.save()
        // The first position is saved at once; later ones, or the search for the first one, at intervals.
        if hasNews || taken != nil { lastSave = .now }
    }
}
