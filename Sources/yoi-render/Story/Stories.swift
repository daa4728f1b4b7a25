internal import Shared

/// The stories of all Workers in a stream, of which one is told at a time: what another says in the middle of a text
/// waits for its end.
struct Stories {
    private let options: RenderOptions
    private var others: [String: Story] = [:]
    private(set) var current: Story
    /// Whose the current story is; `nil` until somebody has said something.
    private(set) var worker: String?
    private var waiting: [(event: Event, arrival: Arrival)] = []

    init(_ options: RenderOptions) {
        self.options = options
        current = Story(options)
    }
}

extension Stories {
    /// Events that wait at most: a text that never ends must not fill the memory.
    private static let maxWaiting = 1_000

    /// Takes an event, and answers what is to be shown now.
    mutating func take(_ event: Event, _ arrival: Arrival) -> [Item] {
        // What has no envelope belongs to what is being told.
        var arrival = arrival
        if arrival.worker.isEmpty { arrival.worker = worker ?? "" }
        worker = worker ?? arrival.worker
        guard arrival.worker == worker else {
            waiting.append((event, arrival))
            return current.isInBlock && waiting.count < Self.maxWaiting ? [] : tellWaiting()
        }
        let items = current.take(event, at: arrival.milliseconds)
        return waiting.isEmpty || current.isInBlock ? items : items + tellWaiting()
    }

    /// Input that is not an event.
    mutating func take(_ input: InvalidInput) -> [Item] { current.take(input) }

    /// Whether something is held back.
    var isHolding: Bool { !waiting.isEmpty || current.isHolding }

    /// Nothing has come for a while: what was waited for will not.
    mutating func release() -> [Item] { current.release() + tellWaiting() }

    /// The input has ended.
    mutating func end() -> [Item] {
        var items = tellWaiting() + current.end()
        for (worker, story) in others.sorted(by: { $0.key < $1.key }) {
            var story = story
            let rest = story.end()
            if !rest.isEmpty { items += [.worker(worker)] + rest }
        }
        return items
    }

    /// Bytes of the open text that have been shown without becoming an event.
    @inline(__always)
    mutating func noteText(_ contents: Bytes, escaped: Bool) { current.noteText(contents, escaped: escaped) }

    /// Bytes of thinking that were left out.
    mutating func noteThinking(bytes: Int) { current.noteThinking(bytes: bytes) }

    private mutating func tellWaiting() -> [Item] {
        var items: [Item] = []
        for (event, arrival) in waiting {
            if arrival.worker != worker {
                items += current.leave()
                others[worker ?? ""] = current
                current = others.removeValue(forKey: arrival.worker) ?? Story(options)
                worker = arrival.worker
                items.append(.worker(arrival.worker))
            }
            items += current.take(event, at: arrival.milliseconds)
        }
        waiting = []
        return items
    }
}
