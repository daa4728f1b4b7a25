/// States of a stream at positions in the output, for a checkpoint when standard output has accepted only part of what
/// was printed.
struct CheckpointTrail: Sendable {
    /// The printer's count of flushes when they were noted.
    private var flushes = -1
    private var marks: [Mark] = []

    private struct Mark: Sendable {
        /// Bytes printed since the program began.
        let end: Int
        /// Nil before the first snapshot.
        let stream: ResumableStream?
    }
}

extension CheckpointTrail {
    /// Whether standard output has accepted everything so far, so that the state before the next line has to be kept.
    @inline(__always)
    func isDue(_ printer: borrowing EventPrinter) -> Bool { printer.keepsCursors && flushes != printer.flushes }

    /// Something is about to be printed.
    mutating func begin(with stream: ResumableStream?, _ printer: borrowing EventPrinter) {
        flushes = printer.flushes
        marks = [Mark(end: printer.total, stream: stream)]
    }

    /// A snapshot was printed, whose line does not contain everything that is known now.
    mutating func add(_ stream: ResumableStream, _ printer: borrowing EventPrinter) {
        guard printer.keepsCursors else { return }
        marks.append(Mark(end: printer.total, stream: stream))
    }

    /// The state when standard output had accepted these lines.
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
