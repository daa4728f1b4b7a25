import Foundation
import Glibc

/// The end of one child process, seen once and kept; signals go out only while the process id is still its own.
final class ProcessEnd: @unchecked Sendable {
    struct Result {
        let status: Int32
        let cpuTime: Duration
    }

    private let condition = NSCondition()
    private var result: Result?

    var status: Int32? { condition.withLock { result?.status } }

    /// Waits for the process on the calling thread.
    func reap(_ pid: pid_t) {
        // First wait without reaping, so that `signal` can never hit a process id that was given away.
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        condition.withLock {
            var (word, usage) = (Int32(0), rusage())
            while wait4(pid, &word, 0, &usage) < 0 && errno == EINTR {}
            let signal = word & 0x7f
            result = Result(
                status: signal == 0 ? (word >> 8) & 0xff : 128 + signal,
                cpuTime: Self.duration(usage.ru_utime) + Self.duration(usage.ru_stime))
            condition.broadcast()
        }
    }

    func signal(_ pid: pid_t, _ number: Int32) {
        condition.withLock { if result == nil { kill(pid, number) } }
    }

    func wait(_ deadline: Deadline) -> Result? {
        condition.withLock {
            while result == nil { guard deadline.wait(on: condition) else { break } }
            return result
        }
    }
}

private extension ProcessEnd {
    static func duration(_ time: timeval) -> Duration {
        .seconds(time.tv_sec) + .microseconds(time.tv_usec)
    }
}
