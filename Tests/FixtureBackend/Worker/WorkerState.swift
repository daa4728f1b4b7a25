/// One worker and what the Backend holds of it.
struct WorkerState {
    struct Stored {
        let sequence: UInt64
        let payload: String
    }

    struct Item {
        let role: String
        let content: String
    }

    /// The real Backend keeps the newest so many events of each worker.
    static let capacity = 1_024

    /// All that the worker has ever said.
    var published: [String] = []
    /// How much of it some observer has made the Backend store.
    var observed = 0
    var stored: [Stored] = []
    var transcript: [Item] = []
    /// `cancelled` or `stopped`: from then on input is rejected.
    var ended: String?
}

/// Everything that changes a store, one value per line of its state file.
enum Change: Codable {
    case published(WorkerName, payload: String)
    case stored(WorkerName, sequence: UInt64, payload: String, observed: Int)
    case said(WorkerName, role: String, content: String)
    case ended(WorkerName, how: String)
}

extension WorkerState {
    mutating func apply(_ change: Change) {
        switch change {
        case .published(_, let payload): published.append(payload)
        case .stored(_, let sequence, let payload, let observed):
            stored.append(Stored(sequence: sequence, payload: payload))
            if stored.count > Self.capacity { stored.removeFirst() }
            self.observed = max(self.observed, observed)
        case .said(_, let role, let content): transcript.append(Item(role: role, content: content))
        case .ended(_, let how): ended = ended ?? how
        }
    }
}

extension Change {
    var worker: WorkerName {
        switch self {
        case .published(let worker, _), .stored(let worker, _, _, _), .said(let worker, _, _), .ended(let worker, _):
            worker
        }
    }
}
