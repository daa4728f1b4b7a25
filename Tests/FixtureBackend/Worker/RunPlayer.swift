import Foundation

/// Publishes runs one after the other, as a worker would that lives them, on a thread of its own.
final class RunPlayer: @unchecked Sendable {
    private let store: Store
    private let pace: Duration
    private let condition = NSCondition()
    private var waiting: [(worker: WorkerName, events: [String])] = []
    private var playing: WorkerName?
    private var isCancelled = false

    init(store: Store, pace: Duration) {
        self.store = store
        self.pace = pace
        Thread.detachNewThread { self.run() }
    }
}

extension RunPlayer {
    func play(_ events: [String], on worker: WorkerName) {
        condition.withLock {
            waiting.append((worker, events))
            condition.broadcast()
        }
    }

    /// Ends the worker's run in the middle, as a real cancel does: an error, then idle, and no `run_end`.
    func cancel(_ worker: WorkerName) {
        condition.withLock {
            waiting.removeAll { $0.worker == worker }
            guard playing == worker else { return }
            isCancelled = true
            condition.broadcast()
        }
    }
}

private extension RunPlayer {
    static let cancelled = [
        #"{"event":"error","data":{"code":"internal","message":"Cancelled"}}"#,
        #"{"event":"status","data":{"status":"idle"}}"#,
    ]

    func run() {
        while true {
            condition.lock()
            while waiting.isEmpty { condition.wait() }
            let (worker, events) = waiting.removeFirst()
            (playing, isCancelled) = (worker, false)
            condition.unlock()
            for event in events where !pauseOrCancel() { store.record(.published(worker, payload: event)) }
            condition.withLock {
                if isCancelled { Self.cancelled.forEach { store.record(.published(worker, payload: $0)) } }
                playing = nil
            }
        }
    }

    func pauseOrCancel() -> Bool {
        condition.withLock {
            let date = Date(timeIntervalSinceNow: pace.seconds)
            while !isCancelled, pace > .zero, condition.wait(until: date) {}
            return isCancelled
        }
    }
}
