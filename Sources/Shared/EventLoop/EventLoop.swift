package import Glibc

/// The one place where a program waits: for descriptors, for standard output, for signals and for the clock.
package final class EventLoop {
    /// What is on its way to standard output.
    package var output: Output
    /// When the program's own time is over.
    package let timeLimit: Instant?
    private let signals: SignalPipe

    /// From now on signals arrive here.
    ///
    /// - Parameters:
    ///   - output: Standard output.
    ///   - timeout: The program's own time; nil for any.
    /// - Throws: `Failure` with status 70.
    package init(output: consuming Output, timeout: Duration? = nil) throws(Failure) {
        self.output = output
        timeLimit = timeout.map { .now + $0 }
        signals = try SignalPipe()
    }
}

extension EventLoop {
    /// Waits for any of the descriptors or for the time, whichever comes first.
    ///
    /// - Parameter watchesOutput: Whether the end of standard output's reader is a reason to stop.
    /// - Returns: whether any of the descriptors is ready.
    /// - Throws: ``StopReason`` for a signal, for a reader that has gone, or when the program's time is over.
    @discardableResult
    package func wait(
        for interest: [pollfd] = [], until time: Instant?, watchesOutput: Bool = true
    ) throws(StopReason) -> Bool {
        // Of an output with nothing to print only the end of its reader is asked for.
        let wanted = Int16(output.pending > 0 ? POLLOUT : 0)
        var entries = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watchesOutput ? output.pollDescriptor : -1, events: wanted, revents: 0),
        ]
        entries += interest
        let end = [time, timeLimit].compactMap(\.self).min()
        let milliseconds = end.map { Instant.now.duration(to: $0).millisecondsRoundedUp } ?? -1
        _ = poll(&entries, nfds_t(entries.count), Int32(clamping: milliseconds))
        if let number = signals.received() { throw .signal(number) }
        if Output.saysReaderGone(entries[1].revents) { throw .readerGone }
        if let timeLimit, .now >= timeLimit { throw .timeLimit }
        return entries.dropFirst(2).contains { $0.revents != 0 }
    }

    /// Prints everything, however slow the reader.
    package func flush() throws(StopReason) {
        while try !drain() { try wait(until: nil) }
    }

    /// Prints what the reader takes at once.
    ///
    /// - Returns: whether that was everything.
    package func drain() throws(StopReason) -> Bool {
        do throws(OutputError) {
            return try output.drain()
        } catch {
            throw StopReason(error)
        }
    }
}
