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

    /// The real Backend of the events API keeps the newest so many events of each worker.
    static let capacity = 1_024

    /// All that the worker has ever said.
    var published: [String] = []
    /// How much of it some observer of the events API has made the Backend store.
    var observed = 0
    var stored: [Stored] = []
    var transcript: [Item] = []
    /// `cancelled` or `stopped`: from then on input is rejected.
    var ended: String?
    var log = WorkerLog()
    /// The run that somebody's input began last, and how much had been said before it.
    private var run: (events: [String], start: Int) = ([], 0)
    /// Changes that a list of workers shows.
    var revision = 1
}

/// Everything that changes a store, one value per line of its state file.
enum Change: Codable {
    case published(WorkerName, payload: String)
    case stored(WorkerName, sequence: UInt64, payload: String, observed: Int)
    case said(WorkerName, role: String, content: String)
    /// A run whose events will be said.
    case begun(WorkerName, events: [String])
    case ended(WorkerName, how: String)
    /// It runs again, and nothing was said of it.
    case restored(WorkerName)
    /// Its process has gone in the middle of whatever it did.
    case lost(WorkerName)
}

extension WorkerState {
    mutating func apply(_ change: Change) {
        let word = word
        switch change {
        case .published(_, let payload):
            published.append(payload)
            log.take(payload)
        case .stored(_, let sequence, let payload, let observed):
            stored.append(Stored(sequence: sequence, payload: payload))
            if stored.count > Self.capacity { stored.removeFirst() }
            self.observed = max(self.observed, observed)
        case .said(_, let role, let content): transcript.append(Item(role: role, content: content))
        case .begun(_, let events): run = (events, published.count)
        case .ended(_, let how): ended = ended ?? how
        case .restored: log.isStopped = false
        case .lost: log.lose()
        }
        if self.word != word { revision += 1 }
    }

    /// Its state in lists of the protocol API.
    var word: String { ended ?? (log.isStopped ? "stopped" : log.status) }

    /// What is left to say of a run in the middle of which the server was killed.
    var unsaid: [String] { log.status == "running" ? Array(run.events.dropFirst(published.count - run.start)) : [] }

    /// Its last events as far as the real Backend of the protocol API was seen to send them again after a snapshot.
    func repeatable(_ count: Int) -> [String] {
        let kinds = ["text_delta", "thinking_start", "thinking_delta", "tool_call_start", "tool_call_args_delta"]
        let tail = published.suffix(count)
        let isOpen = tail.allSatisfy { line in kinds.contains { line.hasPrefix("{\"event\":\"\($0)\"") } }
        return isOpen ? Array(tail) : []
    }
}

extension Change {
    var worker: WorkerName {
        switch self {
        case .published(let worker, _), .stored(let worker, _, _, _), .said(let worker, _, _), .begun(let worker, _),
            .ended(let worker, _), .restored(let worker), .lost(let worker):
            worker
        }
    }
}
