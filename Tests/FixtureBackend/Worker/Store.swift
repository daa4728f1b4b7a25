import Foundation

/// What the Backend remembers, shared by all connections.
///
/// As in the real one, an event is stored when an observer is there to receive it, once for each observer, and
/// sequences grow over all workers. With a state file a killed server goes on where it was: the file is written before
/// a frame leaves.
final class Store: @unchecked Sendable {
    private let lock = NSLock()
    private var workers: [WorkerName: WorkerState]
    private var sequence: UInt64 = 0
    private var observers: [ObjectIdentifier: Observer] = [:]
    private let file: FileHandle?

    init(workers names: [WorkerName], stateFile path: String?) throws {
        workers = Dictionary(names.map { ($0, WorkerState()) }) { first, _ in first }
        guard let path else {
            file = nil
            return
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure("cannot open \(path): \(Failure.system)") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.file = file
        for line in (try file.readToEnd() ?? Data()).split(separator: 10) {
            // The last line may have been cut by a kill.
            if let change = try? JSONDecoder().decode(Change.self, from: line) { apply(change) }
        }
    }
}

extension Store {
    func state(_ name: WorkerName) -> WorkerState? { lock.withLock { workers[name] } }

    /// In the order of their names.
    var names: [WorkerName] {
        lock.withLock { workers.keys.sorted { ($0.runtime, $0.worker) < ($1.runtime, $1.worker) } }
    }

    func record(_ change: Change) {
        lock.withLock {
            write(change)
            if case .published = change { observers.values.filter { $0.worker == change.worker }.forEach { $0.wake() } }
        }
    }

    /// The stored events above the cursor, then a new snapshot; nil if the cursor is not one of this worker's.
    /// The observer's place in the worker's events is set. An unknown worker has none.
    func attach(_ observer: Observer, after cursor: UInt64?, snapshot: String) -> [WorkerState.Stored]? {
        lock.withLock {
            guard let state = workers[observer.worker],
                cursor.map({ cursor in state.stored.contains { $0.sequence == cursor } }) ?? true
            else { return nil }
            observer.position = state.observed
            let replay = state.stored.filter { $0.sequence > cursor ?? 0 }
            return replay + [store(snapshot, of: observer.worker, observed: 0)]
        }
    }

    /// From now on the observer is woken when there is something for it.
    func register(_ observer: Observer) { lock.withLock { observers[ObjectIdentifier(observer)] = observer } }

    func unregister(_ observer: Observer) { lock.withLock { observers[ObjectIdentifier(observer)] = nil } }

    /// The worker's next event for this observer, now stored; nil when there is none yet.
    func next(for observer: Observer) -> WorkerState.Stored? {
        lock.withLock {
            guard let state = workers[observer.worker], observer.position < state.published.count else { return nil }
            observer.position += 1
            return store(state.published[observer.position - 1], of: observer.worker, observed: observer.position)
        }
    }

    /// Ends every observer's connection in that way and tells how many there were.
    func endObservers(_ ending: Ending) -> Int {
        lock.withLock {
            for observer in observers.values { observer.end(ending) }
            return observers.count
        }
    }
}

private extension Store {
    func store(_ payload: String, of worker: WorkerName, observed: Int) -> WorkerState.Stored {
        write(.stored(worker, sequence: sequence + 1, payload: payload, observed: observed))
        return WorkerState.Stored(sequence: sequence, payload: payload)
    }

    func write(_ change: Change) {
        apply(change)
        guard let file, let line = try? JSONEncoder().encode(change) else { return }
        try? file.write(contentsOf: line + Data([10]))
    }

    func apply(_ change: Change) {
        workers[change.worker]?.apply(change)
        if case .stored(_, let sequence, _, _) = change { self.sequence = max(self.sequence, sequence) }
    }
}
