import Foundation
import Glibc

/// One observation WebSocket as the store sees it: its place in the worker's events, and a way to wake its thread.
final class Observer: @unchecked Sendable {
    let worker: WorkerName
    /// Events of the worker that it has been given; the store's lock guards it.
    var position = 0
    /// Readable when there is something to do.
    let wakeDescriptor: Int32
    private let wakeEnd: Int32
    private let lock = NSLock()
    private var ending: Ending?

    init(_ worker: WorkerName) throws {
        self.worker = worker
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Connection.Over(reason: "no pipe: \(Failure.system)") }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        (wakeDescriptor, wakeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(wakeDescriptor)
        close(wakeEnd)
    }
}

extension Observer {
    func wake() { _ = write(wakeEnd, [1], 1) }

    func end(_ ending: Ending) {
        lock.withLock { self.ending = ending }
        wake()
    }

    /// Forgets the wake-ups so far; tells whether one of them was to end the connection.
    func clearWake() -> Ending? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while read(wakeDescriptor, &bytes, bytes.count) > 0 {}
        return lock.withLock { ending }
    }
}
