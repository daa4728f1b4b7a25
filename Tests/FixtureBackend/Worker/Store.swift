import Foundation

/// What the Backend remembers, shared by all connections.
///
/// As in the real one of the events API, an event is stored when an observer is there to receive it, once for each
/// observer, and sequences grow over all workers. With a state file a killed server goes on where it was: the file is
/// written before a frame leaves. What Workers of the embedded Runtime were doing then is lost.
final class Store: @unchecked Sendable {
    private let lock = NSLock()
    private var workers: [WorkerName: WorkerState]
    private var sequence: UInt64 = 0
    private var observers: [WorkerName: [ObjectIdentifier: Observer]] = [:]
    /// Those who want to know of changes in the list of workers.
    private var listeners: [ObjectIdentifier: Wake] = [:]
    /// In the order in which they were made: the short keys W-1, W-2, … count them in each Workspace.
    private var order: [WorkerName]
    private var downRuntimes: Set<String> = []
    private var listRevision = 0
    private let file: FileHandle?

    init(workers names: [WorkerName], stateFile path: String?) throws {
        workers = Dictionary(names.map { ($0, WorkerState()) }) { first, _ in first }
        order = names
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
        for name in names where name.isEmbedded { write(.lost(name)) }
    }
}

extension Store {
    func state(_ name: WorkerName) -> WorkerState? { lock.withLock { workers[name] } }

    /// In the order in which they were made.
    var names: [WorkerName] { lock.withLock { order } }

    func record(_ change: Change) {
        lock.withLock {
            let before = workers[change.worker]?.revision
            write(change)
            if case .published = change { wakeObservers(of: change.worker) }
            if workers[change.worker]?.revision != before { wakeListeners() }
        }
    }

    func add(_ name: WorkerName) {
        lock.withLock {
            guard workers[name] == nil else { return }
            workers[name] = WorkerState()
            order.append(name)
            wakeListeners()
        }
    }

    func remove(_ name: WorkerName) {
        lock.withLock {
            workers[name] = nil
            order.removeAll { $0 == name }
            wakeListeners()
        }
    }

    /// Lets the worker begin with a long log.
    func recall(_ name: WorkerName, _ count: Int, size: Int) {
        lock.withLock { workers[name]?.log.recall(count, size: size) }
    }

    /// A remote Runtime that cannot be reached.
    func isDown(_ runtime: String) -> Bool { lock.withLock { downRuntimes.contains(runtime) } }

    func setDown(_ runtime: String, _ isDown: Bool) {
        lock.withLock {
            if isDown { downRuntimes.insert(runtime) } else { downRuntimes.remove(runtime) }
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

    /// The worker as it is this moment, for a snapshot; what it says from now on is for the observer.
    func join(_ observer: Observer) -> WorkerState? {
        lock.withLock {
            let state = workers[observer.worker]
            observer.position = state?.published.count ?? 0
            return state
        }
    }

    /// The worker's next event for this observer of the protocol API, and how many more there are.
    func nextLive(for observer: Observer) -> (event: String, backlog: Int)? {
        lock.withLock {
            guard let state = workers[observer.worker], observer.position < state.published.count else { return nil }
            observer.position += 1
            return (state.published[observer.position - 1], state.published.count - observer.position)
        }
    }

    /// From now on the observer is woken when there is something for it.
    func register(_ observer: Observer) {
        lock.withLock { observers[observer.worker, default: [:]][ObjectIdentifier(observer)] = observer }
    }

    func unregister(_ observer: Observer) {
        lock.withLock { observers[observer.worker]?[ObjectIdentifier(observer)] = nil }
    }

    /// Changes with the list of workers or what it shows of any.
    var list: Int { lock.withLock { listRevision } }

    func register(_ listener: Wake) { lock.withLock { listeners[ObjectIdentifier(listener)] = listener } }

    func unregister(_ listener: Wake) { lock.withLock { listeners[ObjectIdentifier(listener)] = nil } }

    /// The worker's next event for this observer, now stored; nil when there is none yet.
    func next(for observer: Observer) -> WorkerState.Stored? {
        lock.withLock {
            guard let state = workers[observer.worker], observer.position < state.published.count else { return nil }
            observer.position += 1
            return store(state.published[observer.position - 1], of: observer.worker, observed: observer.position)
        }
    }

    /// Ends the connections of one worker's observers, or of all, in that way and says how many there were.
    func endObservers(of worker: WorkerName?, _ ending: Ending) -> Int {
        lock.withLock {
            let wakes = observers.filter { worker == nil || $0.key == worker }.values.flatMap(\.values).map(\.wake)
            for wake in wakes { wake.end(ending) }
            return wakes.count
        }
    }
}

private extension Store {
    func wakeObservers(of worker: WorkerName) {
        for observer in observers[worker, default: [:]].values { observer.wake() }
    }

    func wakeListeners() {
        listRevision += 1
        for listener in listeners.values { listener() }
    }

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
