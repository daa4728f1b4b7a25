internal import Glibc

/// Standard error: one line per message, each in one write, so that lines of two filters in a pipe do not mix.
package struct Messages: Sendable {
    /// How much is said.
    package enum Level: Int, Sendable {
        /// Failures only.
        case quiet
        /// Failures, warnings and notices.
        case normal
        /// All, with details of what is being done.
        case verbose
    }

    /// The name at the beginning of each line.
    package let program: String
    /// How much is said.
    package let level: Level
    private let descriptor: Int32

    /// Messages of `program`.
    package init(program: String, level: Level = .normal, descriptor: Int32 = STDERR_FILENO) {
        self.program = program
        self.level = level
        self.descriptor = descriptor
    }
}

extension Messages {
    /// Says why something failed, however quiet the program is.
    package func failure(_ diagnostic: Diagnostic) {
        write(diagnostic.line(program: program))
    }

    /// Says something that the user should know, unless the program is quiet.
    package func notice(_ diagnostic: Diagnostic) {
        guard level != .quiet, hasReader else { return }
        write(diagnostic.line(program: program))
    }

    /// Says what is being done, when the user asked for details.
    package func detail(_ text: @autoclosure () -> String) {
        guard level == .verbose, hasReader else { return }
        write(Diagnostic(text()).line(program: program))
    }
}

extension Messages {
    /// How long a reader is waited for, in milliseconds.
    private static let patience: Int32 = 1_000

    /// Whether something can be written now. A remark is not worth waiting for a reader that does not read.
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
            // Nobody is left to be told, or a signal wants the program to end and must not wait for a reader; or another
            // program left O_NONBLOCK on the shared description.
            guard written < 0, errno == EAGAIN, hasReader else { return }
        }
    }
}
