package import Glibc

/// The only place where a program waits: for descriptors, standard output, signals and the clock.
package final class EventLoop {
    /// Standard output.
    package var output: Output
    /// When the program's time limit is reached; nil for none.
    package let timeLimit: Instant?
    private let signals: SignalPipe

    /// Catches the signals from now on.
    ///
    /// - Parameters:
    ///   - output: Standard output.
    ///   - timeout: The program's time limit; nil for none.
    /// - Throws: `Failure` with status 70.
    package init(output: consuming Output, timeout: Duration? = nil) throws(Failure) {
        self.output = output
        timeLimit = timeout.map { .now + $0 }
        signals = try SignalPipe()
    }
}

extension EventLoop {
    /// Waits for any of the descriptors or the time, whichever comes first.
    ///
    /// - Parameter watchesOutput: Whether to stop when the reader of standard output has gone.
    /// - Returns: whether any of the descriptors is ready.
    /// - Throws: ``StopReason`` for a signal, a reader that has gone, or the program's time limit.
    @discardableResult
    package func wait(
        for interest: [pollfd] = [], until time: Instant?, watchesOutput: Bool = true
    ) throws(StopReason) -> Bool {
        // With nothing to print, only poll for the end of the reader.
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

    /// Writes everything, however slow the reader.
    package func flush() throws(StopReason) {
        while try !drain() { try wait(until: nil) }
    }

    /// Writes what the reader accepts at once.
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
