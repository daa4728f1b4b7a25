/// One stream of a worker's events as the store sees it: its place in them, and whom to wake.
final class Observer: @unchecked Sendable {
    let worker: WorkerName
    let wake: Wake
    /// Events of the worker that it has been given; the store's lock guards it.
    var position = 0

    init(_ worker: WorkerName, wake: Wake) {
        self.worker = worker
        self.wake = wake
    }
}
