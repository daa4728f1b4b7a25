internal import Glibc

/// Reads bytes from a descriptor or a named file as they arrive.
package struct Input: ~Copyable {
    /// What to poll before `read`.
    package let descriptor: Int32
    /// The name for messages.
    package let name: String
    private let isOwned: Bool

    /// Reads from a descriptor, which is not closed.
    package init(descriptor: Int32, name: String = "standard input") {
        self.descriptor = descriptor
        self.name = name
        isOwned = false
    }

    /// Reads from a file; `-` is standard input.
    ///
    /// - Throws: `Failure` with status 66.
    package init(path: String) throws(Failure) {
        let isFile = path != "-"
        let opened = isFile ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO
        guard opened >= 0 else { throw Failure(.noInput, at: path, SystemError.text(errno)) }
        descriptor = opened
        name = isFile ? path : "standard input"
        isOwned = isFile
    }

    deinit {
        if isOwned { close(descriptor) }
    }
}

extension Input {
    /// How many bytes one `read` asks for: a pipe's capacity.
    package static let chunk = 65_536

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Whether it is a regular file, which contains everything from the start.
    package var isRegularFile: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether it is a file that group or others may read, which is wrong for secrets.
    var isReadableByOthers: Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return status.st_mode & (S_IRGRP | S_IROTH) != 0
    }

    /// Appends what there is, waiting for at least one byte; or nothing, if a signal that the program catches arrives.
    ///
    /// - Returns: False at the end of the input.
    /// - Throws: `Failure` with status 66.
    package mutating func read(appendingTo bytes: inout [UInt8]) throws(Failure) -> Bool {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.chunk))
        var count: Int?
        var fault: Failure?
        bytes.withUnsafeMutableBytes { all in
            do throws(Failure) {
                count = try readOnce(into: UnsafeMutableRawBufferPointer(rebasing: all[start...]))
            } catch {
                fault = error
            }
        }
        bytes.removeLast(Self.chunk - (count ?? 0))
        if let fault { throw fault }
        return count != 0
    }

    /// Reads what there is, waiting for at least one byte.
    ///
    /// - Returns: The number of bytes read, 0 at the end of the input.
    /// - Throws: `Failure` with status 66.
    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        while true {
            if let count = try readOnce(into: buffer) { return count }
        }
    }
}

extension Input {
    /// One read; nil if a signal came first.
    private func readOnce(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int? {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        switch errno {
        case EINTR: return nil
        case EAGAIN:  // another program left O_NONBLOCK on the shared description
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&entry, 1, -1) < 0 ? nil : try readOnce(into: buffer)
        case EIO where isTerminal: return 0  // the terminal was closed
        case let number: throw Failure(.noInput, at: name, SystemError.text(number))
        }
    }
}
