import Foundation
import Glibc

/// Where a program under test gets its input from.
package enum InputSource: Sendable {
    /// An empty input.
    case none
    /// These bytes, then the end; written while the program runs.
    case bytes([UInt8])
    /// A pipe that stays open: `RunningProgram.write` and `closeInput` feed it.
    case pipe
    /// A terminal on which nobody types.
    case terminal

    /// The text's UTF-8 bytes, then the end.
    package static func text(_ text: String) -> InputSource { .bytes(Array(text.utf8)) }
}

/// Where a program under test writes its standard output.
package enum OutputSink: Sendable {
    /// Read at once and kept.
    case kept
    /// Read at once and only counted, for outputs too large to keep.
    case counted
    /// A pipe that nobody reads until `RunningProgram.resumeOutput()`; then kept.
    case stalled
    /// As `stalled`, but counted only.
    case stalledAndCounted
    /// A terminal whose output is kept.
    case terminal
    /// A file of this path, made anew: `/dev/full` is a full disk.
    case file(String)
}

/// A started process and this side's ends of its pipes.
struct Launch {
    let pid: pid_t
    let input: Int32?
    let output: Int32?
    let errors: Int32

    init(
        path: String, arguments: [String], environment: [String: String], input source: InputSource,
        output sink: OutputSink
    ) throws {
        PrivatePipe.lock.lock()
        defer { PrivatePipe.lock.unlock() }
        // A program that stops reading its input must not end the test runner.
        signal(SIGPIPE, SIG_IGN)
        var theirs: [Int32] = []
        defer { for descriptor in theirs { Glibc.close(descriptor) } }

        let stdin: (theirs: Int32, ours: Int32?)
        switch source {
        case .none: stdin = (try Self.open("/dev/null", O_RDONLY), nil)
        case .bytes, .pipe:
            let pipe = try PrivatePipe()
            stdin = (pipe.read, pipe.write)
        case .terminal: stdin = try Self.terminal()
        }
        theirs.append(stdin.theirs)

        let stdout: (theirs: Int32, ours: Int32?)
        switch sink {
        case .file(let path): stdout = (try Self.open(path, O_WRONLY | O_CREAT | O_TRUNC), nil)
        case .terminal: stdout = try Self.terminal()
        case .kept, .counted, .stalled, .stalledAndCounted:
            let pipe = try PrivatePipe()
            stdout = (pipe.write, pipe.read)
        }
        theirs.append(stdout.theirs)

        let stderr = try PrivatePipe()
        theirs.append(stderr.write)

        pid = try Self.spawn(path, arguments, environment, descriptors: theirs)
        input = stdin.ours
        output = stdout.ours
        errors = stderr.read
    }
}

private extension Launch {
    static func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestFailure("cannot open \(path): \(String(cString: strerror(errno)))") }
        return descriptor
    }

    /// What `openpty` does, which Swift does not import.
    static func terminal() throws -> (theirs: Int32, ours: Int32?) {
        let (unlock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN
        let ours = try open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (locked, number) = (Int32(0), Int32(0))
        guard ioctl(ours, unlock, &locked) == 0, ioctl(ours, getNumber, &number) == 0 else {
            throw TestFailure("no terminal: \(String(cString: strerror(errno)))")
        }
        return (try open("/dev/pts/\(number)", O_RDWR | O_NOCTTY), ours)
    }

    static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String], descriptors: [Int32]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }

        // The test runner's own signal set-up must not leak: a filter shall see what a shell gives it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid = pid_t()
        let code = posix_spawn(&pid, path, &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw TestFailure("cannot start \(path): \(String(cString: strerror(code)))") }
        return pid
    }
}
