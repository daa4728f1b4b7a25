internal import Shared
internal import Transport

/// How far standard output has taken each stream, and the file that remembers it.
struct Checkpoints {
    private var file: CursorFile?
    /// By the number that the printer gave.
    private var streams: [Int: Stream] = [:]
    /// Cursors whose lines are in the output, in its order.
    private var printed: [PrintedCursor] = []
    /// Streams whose checkpoint may have changed since the file was last written.
    private var moved: Set<Int> = []
    private var isCurrent = true
    private var lastSave: Instant?

    private struct Stream {
        let target: Target
        /// Its place with the driver.
        let place: Int
        var reached: Checkpoint?
    }

    /// The file is written no more often than this.
    private static let saveInterval = Duration.seconds(1)

    init(file: CursorFile?) { self.file = file }
}

extension Checkpoints {
    /// When the file wants to be written next; nil if it is current.
    var nextSave: Instant? {
        guard file != nil, !isCurrent else { return nil }
        return lastSave.map { $0 + Self.saveInterval } ?? .now
    }

    /// Follows another stream.
    ///
    /// - Returns: where to begin with it; nil if that is not known.
    mutating func add(_ target: Target, as source: Int, at place: Int) -> Checkpoint? {
        guard let file else { return nil }
        streams[source] = Stream(target: target, place: place)
        return file.checkpoint(of: target)
    }

    /// Whether a Worker is new since the file was written last: all that it has said was said since then.
    func isNew(_ target: Target) -> Bool { file.map { $0.isContinued && !$0.knows(target) } ?? false }

    /// Notes that there was such a Worker at the beginning, whether it is followed or not.
    mutating func meet(_ target: Target) {
        guard let file, !file.knows(target) else { return }
        file.set(nil, of: target)
        isCurrent = false
    }

    /// Forgets a Worker that is gone for good, and its stream.
    ///
    /// - Parameter place: The stream's place with the driver; nil where the Worker was not followed.
    mutating func forget(_ target: Target, placed place: Int?) {
        guard let file else { return }
        file.remove(target)
        if let source = streams.first(where: { $0.value.place == place })?.key { streams[source] = nil }
        isCurrent = false
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
        for cursor in printed.prefix(count) {
            streams[cursor.source]?.reached = .cursor(cursor.cursor)
            moved.insert(cursor.source)
        }
        printed.removeFirst(count)
        isCurrent = false
    }

    /// Writes the file if it is not current.
    ///
    /// - Parameter taken: What standard output has taken, where that is only a part of what was printed.
    mutating func save(from driver: StreamDriver, after taken: DeliveredLines?) throws(Failure) {
        guard file != nil, !isCurrent else { return }
        let places = driver.takeMoved()
        moved.formUnion(streams.lazy.filter { places.contains($0.value.place) }.map(\.key))
        var hasNews = false
        for source in moved {
            guard let stream = streams[source] else { continue }
            // The events API's own checkpoint is ahead of what was taken.
            guard let checkpoint = driver.checkpoint(of: stream.place, after: taken) ?? stream.reached else { continue }
            file?.set(checkpoint, of: stream.target)
            hasNews = true
        }
        if taken == nil { moved = [] }
        isCurrent = taken == nil
        try file?.save()
        // The first position is worth more than those that follow a moment later, but is not looked for without a pause.
        if hasNews || taken != nil { lastSave = .now }
    }
}
