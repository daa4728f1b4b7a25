internal import Glibc

/// Standard error: one line per message, each in one write, so that lines of two filters in a pipe do not mix.
package struct Messages: Sendable {
    /// How much to print.
    package enum Level: Int, Sendable {
        /// Failures only.
        case quiet
        /// Failures, warnings and notices.
        case normal
        /// Everything, with details of what is being done.
        case verbose
    }

    /// The program's name, with which each line begins.
    package let program: String
    /// How much to print.
    package let level: Level
    private let descriptor: Int32

    package init(program: String, level: Level = .normal, descriptor: Int32 = STDERR_FILENO) {
        self.program = program
        self.level = level
        self.descriptor = descriptor
    }
}

extension Messages {
    /// Prints why something failed, at any level.
    package func failure(_ diagnostic: Diagnostic) {
        write(diagnostic.line(program: program))
    }

    /// Prints something that the user should know, unless the program is quiet.
    package func notice(_ diagnostic: Diagnostic) {
        guard level != .quiet, hasReader else { return }
        write(diagnostic.line(program: program))
    }

    /// Prints what is being done, if the user asked for details.
    package func detail(_ text: @autoclosure () -> String) {
        guard level == .verbose, hasReader else { return }
        write(Diagnostic(text()).line(program: program))
    }
}

extension Messages {
    /// How long to wait for the reader, in milliseconds.
    private static let patience: Int32 = 1_000

    /// Whether something can be written soon: a remark is not worth waiting for a reader that does not read.
    private var hasReader: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, Self.patience) == 1
    }

    private func write(_ line: String) {
        var bytes = Array(line.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                bytes = bytes.dropFirst(written)
                continue
            }
            // There is no reader, or a signal is to end the program and must not wait for one; or another program has
            // set O_NONBLOCK on the shared description.
            guard written < 0, errno == EAGAIN, hasReader else { return }
        }
    }
}
