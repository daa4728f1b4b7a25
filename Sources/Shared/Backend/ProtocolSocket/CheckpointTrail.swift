/// States of a stream, each at a position in the output: for a checkpoint where standard output has taken only a
/// part of what was printed.
struct CheckpointTrail: Sendable {
    /// Of which turn of the printer they are.
    private var flushes = -1
    private var marks: [Mark] = []

    private struct Mark: Sendable {
        /// Bytes printed since the program began.
        let end: Int
        /// Nil before there was a snapshot.
        let stream: ResumableStream?
    }
}

extension CheckpointTrail {
    /// Whether what is printed next is the first that standard output has to take: that needs a place to go back to.
    @inline(__always)
    func isDue(_ printer: borrowing EventPrinter) -> Bool { printer.keepsCursors && flushes != printer.flushes }

    /// Something is about to be printed.
    mutating func begin(with stream: ResumableStream?, _ printer: borrowing EventPrinter) {
        flushes = printer.flushes
        marks = [Mark(end: printer.total, stream: stream)]
    }

    /// A snapshot was printed: what is known then is more than its line says.
    mutating func add(_ stream: ResumableStream, _ printer: borrowing EventPrinter) {
        guard printer.keepsCursors else { return }
        marks.append(Mark(end: printer.total, stream: stream))
    }

    /// What was printed of a Worker when standard output had taken so much.
    func stream(
        of target: Target, after taken: DeliveredLines, now current: ResumableStream?
    ) -> ResumableStream? {
        guard flushes == taken.flushes, let mark = marks.last(where: { $0.end <= taken.end }) ?? marks.first else {
            return current
        }
        var stream = mark.stream
        for event in taken.events(of: target, after: mark.end) { stream?.replay(event) }
        return stream
    }
}
