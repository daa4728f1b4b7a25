internal import Glibc
internal import Shared

/// The one place that waits: for sockets, for standard output, for signals and for the clock.
final class EventLoop {
    /// Lines on their way out.
    private(set) var output = Output(descriptor: STDOUT_FILENO)
    private let signals: SignalPipe
    /// When `--timeout` is over.
    private let timeLimit: Instant?

    typealias Instant = ContinuousClock.Instant

    init(timeout: Duration?) throws(Failure) {
        signals = try SignalPipe()
        timeLimit = timeout.map { .now + $0 }
    }
}

extension EventLoop {
    /// Lets a producer append lines, to be printed by ``flush()``.
    func append(_ produce: (inout [UInt8]) -> Void) { output.append(produce) }

    /// Waits for any of the descriptors or for the time, whichever comes first, and looks at everything else meanwhile.
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
        let end = [time, timeLimit].compactMap { $0 }.min()
        let milliseconds = end.map { Instant.now.duration(to: $0).millisecondsRoundedUp } ?? -1
        _ = poll(&entries, nfds_t(entries.count), Int32(clamping: milliseconds))
        if let number = signals.received() { throw .signal(number) }
        if Output.saysReaderGone(entries[1].revents) { throw .readerGone }
        if let timeLimit, .now >= timeLimit { throw .timeLimit }
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
        do throws(OutputError) {
            return try output.drain()
        } catch {
            throw Stop(error)
        }
    }
}
