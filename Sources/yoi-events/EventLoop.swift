internal import Glibc
internal import Shared

/// The one place that waits: for sockets, for standard output, for signals and for the clock.
final class EventLoop {
    /// Lines on their way out.
    private var output = Output(descriptor: STDOUT_FILENO, keepsLines: true)
    /// Bytes of lines since the beginning.
    private var appended = 0
    private var place: Place
    private let signals: SignalPipe
    /// When `--timeout` is over.
    private let timeLimit: Instant?

    typealias Instant = ContinuousClock.Instant

    init(timeout: Duration?, place: Place = Place()) throws(Failure) {
        self.place = place
        signals = try SignalPipe()
        timeLimit = timeout?.asLimit.map { .now + $0 }
    }
}

extension EventLoop {
    /// Lets a producer append lines, to be printed by ``flush()``.
    func append(_ produce: (inout [UInt8]) -> Void) {
        let before = output.pending
        output.append(produce)
        appended += output.pending - before
    }

    /// Says that the lines up to this cursor have been appended: it is remembered when standard output has taken them.
    func mark(_ cursor: Cursor?) {
        guard let cursor else { return }
        place.mark(cursor, end: appended)
    }

    /// Remembers now how far standard output has come.
    func savePlace() throws(Failure) {
        place.reach(appended - output.pending)
        try place.save()
    }

    /// Waits for any of the descriptors or for the time, whichever comes first, and looks at everything else meanwhile:
    /// also at the cursor file, which is kept current whatever is waited for.
    ///
    /// - Throws: ``Stop`` for a signal, for a reader that has gone, or when the program's time is over.
    func wait(for interest: [pollfd] = [], until time: Instant?) throws(Stop) {
        // Of an output with nothing to print only the end of its reader is asked for.
        let wanted = Int16(output.pending > 0 ? POLLOUT : 0)
        var entries = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output.pollDescriptor, events: wanted, revents: 0),
        ]
        entries += interest
        let end = [time, timeLimit, place.nextSave].compactMap { $0 }.min()
        let milliseconds = end.map { Instant.now.duration(to: $0).millisecondsRoundedUp } ?? -1
        _ = poll(&entries, nfds_t(entries.count), Int32(clamping: milliseconds))
        if let number = signals.received() { throw .signal(number) }
        if Output.saysReaderGone(entries[1].revents) { throw .readerGone }
        if let timeLimit, .now >= timeLimit { throw .timeLimit }
        do throws(Failure) { try place.saveIfDue() } catch { throw .failed(error) }
    }

    /// Prints everything, however slow the reader: nothing else is read meanwhile, so memory stays bounded.
    ///
    /// - Returns: whether the reader had to be waited for.
    @discardableResult
    func flush() throws(Stop) -> Bool {
        var hasWaited = false
        while try !drain() {
            hasWaited = true
            try wait(until: nil)
        }
        return hasWaited
    }

    /// Prints what the reader takes at once.
    ///
    /// - Returns: whether that was everything.
    func drain() throws(Stop) -> Bool {
        defer { place.reach(appended - output.pending) }
        do throws(OutputError) {
            return try output.drain()
        } catch {
            throw Stop(error)
        }
    }
}
