internal import Glibc

/// The write end for the handler, which may only read an integer; set before the handler is installed.
nonisolated(unsafe) private var handlerDescriptor: Int32 = -1

/// SIGINT, SIGTERM and SIGHUP as a descriptor that `poll` can wait for.
///
/// A signal that was ignored when the program started (`nohup`, a shell's background job) stays ignored.
struct SignalPipe: Sendable {
    /// Becomes readable when a signal has arrived.
    let descriptor: Int32

    /// Catches the signals from now on; one per process.
    ///
    /// - Throws: `Failure` with status 70 if there is no descriptor left.
    init() throws(Failure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(.software, "cannot make a pipe: \(SystemError.text(errno))")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        descriptor = ends[0]
        handlerDescriptor = ends[1]
        for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                var byte = UInt8(truncatingIfNeeded: number)
                let saved = errno
                _ = write(handlerDescriptor, &byte, 1)
                errno = saved
            }
            sigaction(number, &action, nil)
        }
    }
}

extension SignalPipe {
    /// Whether a signal is ignored now.
    static func isIgnored(_ number: Int32) -> Bool {
        var current = sigaction()
        sigaction(number, nil, &current)
        // SIG_IGN is the address 1.
        return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    /// The next signal that has arrived, if any.
    func received() -> Int32? {
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) == 1 ? Int32(byte) : nil
    }

    /// Ends the process as if the signal had not been caught, so that the shell sees 128+n and ends its script on
    /// Ctrl-C.
    static func die(by number: Int32) -> Never {
        signal(number, SIG_DFL)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        kill(getpid(), number)
        exit(128 &+ number)
    }
}
