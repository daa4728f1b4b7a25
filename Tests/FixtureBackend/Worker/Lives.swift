import Foundation

/// The lives of all workers, each begun when it is first asked for.
final class Lives: @unchecked Sendable {
    private let store: Store
    private let options: Options
    private let lock = NSLock()
    private var lives: [WorkerName: WorkerLife] = [:]
    private var numbers: [WorkerName: Int] = [:]
    private var observed: Set<WorkerName> = []

    init(_ options: Options, store: Store) {
        (self.options, self.store) = (options, store)
    }
}

extension Lives {
    /// Whether nobody has asked so of this worker before.
    func isFirst(_ name: WorkerName) -> Bool { lock.withLock { observed.insert(name).inserted } }

    subscript(_ name: WorkerName) -> WorkerLife {
        lock.withLock {
            if let life = lives[name] { return life }
            let life = WorkerLife(name, store: store, pace: options.pace ?? .milliseconds(5)) { [unowned self] in
                answer($0, $1, on: name)
            }
            lives[name] = life
            return life
        }
    }
}

private extension Lives {
    /// The first run of the list for the first opening, the second for the second; the last one serves all others.
    func answer(_ opening: Opening, _ log: WorkerLog, on name: WorkerName) -> [String] {
        let runs = options.onInput.isEmpty ? ["hello"] : options.onInput
        let number = lock.withLock {
            numbers[name, default: 0] += 1
            return (numbers[name] ?? 1) - 1
        }
        let run = try? RecordedRun(runs[min(number, runs.count - 1)])
        return run?.begun(by: opening, in: log, number: number) ?? []
    }
}
