internal import Glibc

/// Why bytes could not be written.
package enum OutputError: Error, Hashable, Sendable {
    /// The reader of the pipe, socket or terminal has gone.
    case readerGone
    /// Anything else, by its `errno`.
    case failed(errno: Int32)
}

/// Writes to a descriptor, with a buffer.
///
/// `flush` waits until everything is written. `drain` writes what the descriptor accepts at once, for a loop that polls
/// `pollDescriptor`. A closed pipe is not the same error as others; SIGPIPE must be ignored.
package struct Output: ~Copyable {
    private let descriptor: Int32
    private let kind: Kind
    private let keepsLines: Bool
    private var buffer: [UInt8] = []
    /// How many bytes of `buffer` have been written.
    private var written = 0
    /// Our own file description, opened non-blocking; -1 until `drain` needs it.
    private var unblocked: Int32 = -1

    /// Writes to a descriptor, which is not closed.
    ///
    /// - Parameter keepsLines: Whether to write only whole lines to a pipe, as far as the system allows, so that
    ///   another writer's line is never joined to half of ours.
    package init(descriptor: Int32, keepsLines: Bool = false) {
        self.descriptor = descriptor
        self.keepsLines = keepsLines
        kind = Kind(of: descriptor)
    }

    deinit {
        if unblocked >= 0 { close(unblocked) }
    }
}

extension Output {
    /// How many bytes have been appended and not yet written.
    package var pending: Int { buffer.count - written }

    /// What has been written since nothing was pending.
    package var writtenPart: ArraySlice<UInt8> { buffer[..<written] }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// What to poll: for writing while bytes are pending, else for no event, to notice that the reader has gone.
    package var pollDescriptor: Int32 { unblocked >= 0 ? unblocked : descriptor }

    /// Whether `poll` on `pollDescriptor` reported that the reader has gone.
    package static func saysReaderGone(_ returnedEvents: Int16) -> Bool {
        returnedEvents & Int16(POLLERR | POLLHUP) != 0
    }

    /// Appends bytes to the buffer.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// Appends bytes to the buffer.
    package mutating func append(_ bytes: borrowing Span<UInt8>) {
        bytes.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
    }

    /// Moves bytes out of a buffer, which is then empty; they are not copied if nothing is pending.
    package mutating func take(_ bytes: inout [UInt8]) {
        if pending == 0 { swap(&buffer, &bytes) } else { buffer += bytes }
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.maxKeptCapacity)
    }

    /// Writes everything, however long it takes.
    package mutating func flush() throws(OutputError) {
        while pending > 0 {
            guard try step(pollDescriptor, flags: 0) == 0 else { continue }
            wait(for: Int16(POLLOUT))
        }
    }

    /// Writes what the descriptor accepts without waiting.
    ///
    /// - Returns: Whether nothing is left.
    package mutating func drain() throws(OutputError) -> Bool {
        if kind.canBlock, unblocked < 0, pending > 0 { unblocked = try reopened() }
        while pending > 0 {
            if kind.canBlock, unblocked < 0 {
                guard isWritableNow else { return false }
            }
            guard try step(pollDescriptor, flags: Int32(MSG_DONTWAIT)) > 0 else { return false }
        }
        return true
    }
}

extension Output {
    private enum Kind {
        case stream, socket, other

        /// `/dev/null` and the like are `other`: they accept everything at once, as files do.
        init(of descriptor: Int32) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else {
                self = .other
                return
            }
            switch status.st_mode & S_IFMT {
            case S_IFIFO: self = .stream
            case S_IFCHR: self = isatty(descriptor) == 1 ? .stream : .other
            case S_IFSOCK: self = .socket
            default: self = .other
            }
        }

        var canBlock: Bool { self == .stream }
    }

    /// Opens the same pipe or terminal again: O_NONBLOCK on the inherited description would affect other programs.
    ///
    /// - Returns: -1 if it cannot be opened, for instance on another user's terminal.
    private func reopened() throws(OutputError) -> Int32 {
        let opened = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        // fifo(7): a named pipe without a reader cannot be opened for writing.
        guard opened >= 0 || errno != ENXIO else { throw .readerGone }
        return opened
    }

    private var isWritableNow: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, 0) == 1
    }

    private func wait(for events: Int16) {
        var entry = pollfd(fd: pollDescriptor, events: events, revents: 0)
        _ = poll(&entry, 1, -1)
    }

    /// One write; returns the number of bytes written, 0 if it would block.
    private mutating func step(_ target: Int32, flags: Int32) throws(OutputError) -> Int {
        // If the write could block, only as much as POLLOUT guarantees room for.
        let isCautious = flags != 0 && kind.canBlock && unblocked < 0
        let count = buffer.withUnsafeBytes { bytes in
            let pending = bytes[written...].prefix(isCautious ? Self.pipeBuffer : Int.max)
            let rest = pending.prefix(sizeOfLines(in: pending))
            let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress
            return kind == .socket
                ? send(target, start, rest.count, flags | Int32(MSG_NOSIGNAL)) : write(target, start, rest.count)
        }
        if count > 0 {
            written += count
            if pending == 0 { recycle() }
            return count
        }
        switch count == 0 ? EAGAIN : errno {
        case EINTR where flags == 0: return try step(target, flags: flags)
        case EINTR: return 0  // a loop that waits for signals too must see this one
        case EAGAIN: return 0
        case EPIPE, ECONNRESET: throw .readerGone
        case EIO where isTerminal || kind == .stream: throw .readerGone  // the terminal was closed
        case let number: throw .failed(errno: number)
        }
    }

    /// A buffer that grew larger than this is freed.
    private static let maxKeptCapacity = 1 << 20

    /// How much is written to a pipe atomically: pipe(7), PIPE_BUF.
    private static let pipeBuffer = 4_096

    /// A pipe's capacity, pipe(7): a longer line cannot be written whole.
    private static let pipeCapacity = 65_536

    /// The size of as many lines as can be written atomically; of a longer line, what a pipe may take.
    private func sizeOfLines(in rest: Slice<UnsafeRawBufferPointer>) -> Int {
        guard keepsLines, kind == .stream else { return rest.count }
        let near = rest.prefix(Self.pipeCapacity)
        let end = near.prefix(Self.pipeBuffer).lastIndex(of: 0x0A) ?? near.firstIndex(of: 0x0A)
        return end.map { $0 + 1 - rest.startIndex } ?? near.count
    }

    private mutating func recycle() {
        buffer.removeAll(keepingCapacity: buffer.capacity <= Self.maxKeptCapacity)
        written = 0
    }
}

extension OutputError {
    /// The exit status: 0 for a reader that has gone, else 74.
    package var status: ExitStatus { self == .readerGone ? .success : .outputFailed }

    /// The failure to report; nil for a reader that has gone.
    package var failure: Failure? {
        guard case .failed(let number) = self else { return nil }
        return Failure(.outputFailed, at: "standard output", SystemError.text(number))
    }
}
