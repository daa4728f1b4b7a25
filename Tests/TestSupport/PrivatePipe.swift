import Foundation
import Glibc

/// A pipe that no other child inherits. (Swift does not import `pipe2`, so the making of pipes and of children
/// excludes each other.)
struct PrivatePipe {
    /// Held while a pipe is made and while a child is started.
    static let lock = NSRecursiveLock()

    let read: Int32
    let write: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        try Self.lock.withLock {
            guard pipe(&ends) == 0 else { throw TestFailure("no pipe: \(String(cString: strerror(errno)))") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        (read, write) = (ends[0], ends[1])
    }
}
