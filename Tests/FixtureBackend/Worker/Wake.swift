import Foundation
import Glibc

/// A way to wake the thread that waits on a client's connection, and to have it end the connection.
final class Wake: @unchecked Sendable {
    /// Readable when there is something to do.
    let descriptor: Int32
    private let far: Int32
    private let lock = NSLock()
    private var ending: Ending?

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Connection.Over(reason: "no pipe: \(Failure.system)") }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        (descriptor, far) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(far)
    }
}

extension Wake {
    func callAsFunction() { _ = write(far, [1], 1) }

    func end(_ ending: Ending) {
        lock.withLock { self.ending = ending }
        self()
    }

    /// Forgets the wake-ups so far; says whether one of them was to end the connection.
    func clear() -> Ending? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while read(descriptor, &bytes, bytes.count) > 0 {}
        return lock.withLock { ending }
    }
}
