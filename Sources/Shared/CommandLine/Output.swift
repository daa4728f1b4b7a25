internal import Glibc

/// Why bytes could not be written.
package enum OutputError: Error, Hashable, Sendable {
    /// The other end of the pipe, socket or terminal is gone: the reader has seen enough.
    case readerGone
    /// Anything else, by its `errno`.
    case failed(errno: Int32)
}

/// The one writer of a descriptor: a buffer, and two ways to empty it.
///
/// `flush` waits until all is written. `drain` writes what the descriptor takes at once, for a loop that waits with `poll`
/// on `pollDescriptor`. A closed pipe is told apart from other errors; SIGPIPE must be ignored in the process.
package struct Output: ~Copyable {
    private let descriptor: Int32
    private let kind: Kind
    private let keepsLines: Bool
    private var buffer: [UInt8] = []
    /// Bytes of `buffer` that are written already.
    private var written = 0
    /// A description of our own, opened without blocking; -1 until `drain` needs it.
    private var unblocked: Int32 = -1

    /// The writer of a descriptor that stays open when the writer goes.
    ///
    /// - Parameter keepsLines: Whether a pipe gets whole lines only, as far as the system allows: whatever happens, the
    ///   next writer's line is then not glued to a half one.
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
    /// Bytes that are appended and not yet written.
    package var pending: Int { buffer.count - written }

    /// What was written since nothing was pending.
    package var writtenPart: ArraySlice<UInt8> { buffer[..<written] }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// What to poll: for writing while bytes are pending, and for no event at all to learn that the reader has gone.
    package var pollDescriptor: Int32 { unblocked >= 0 ? unblocked : descriptor }

    /// Whether `poll` on `pollDescriptor` answered that nobody can read any more.
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

    /// Takes bytes out of a buffer, which is then empty; where nothing is pending they are not copied.
    package mutating func take(_ bytes: inout [UInt8]) {
        if pending == 0 { swap(&buffer, &bytes) } else { buffer += bytes }
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.maxKeptCapacity)
    }

    /// Writes everything, waiting as long as it takes.
    package mutating func flush() throws(OutputError) {
        while pending > 0 {
            guard try step(pollDescriptor, flags: 0) == 0 else { continue }
            wait(for: Int16(POLLOUT))
        }
    }

    /// Writes what the descriptor takes without waiting.
    ///
    /// - Returns: Whether nothing is pending any more.
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

        /// `/dev/null` and its like are `other`: they take everything at once, as files do.
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

    /// A second description of the same pipe or terminal: O_NONBLOCK on the first one would be shared with other programs.
    ///
    /// - Returns: -1 when it cannot be opened, for instance on another user's terminal.
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

    /// One write; returns the number of bytes it took, 0 when it would block.
    private mutating func step(_ target: Int32, flags: Int32) throws(OutputError) -> Int {
        // Where we cannot help blocking, a piece that POLLOUT promised room for.
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

    /// A buffer that one huge record blew up is given back.
    private static let maxKeptCapacity = 1 << 20

    /// What a pipe takes whole or not at all: pipe(7), PIPE_BUF.
    private static let pipeBuffer = 4_096

    /// What a pipe holds, pipe(7): of a longer line no more is looked at.
    private static let pipeCapacity = 65_536

    /// Bytes of as many lines as a pipe takes whole; of a longer line what a pipe may take of it.
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
    /// What the failure means for the program: 0 for a reader that has seen enough, else 74.
    package var status: ExitStatus { self == .readerGone ? .success : .outputFailed }

    /// The failure to report; nil for a reader that has seen enough.
    package var failure: Failure? {
        guard case .failed(let number) = self else { return nil }
        return Failure(.outputFailed, at: "standard output", SystemError.text(number))
    }
}
