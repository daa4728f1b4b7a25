import Foundation

/// One running Worker: it sends the events of its runs one after the other, on a thread of its own, and does what it is
/// told in the middle of them.
final class WorkerLife: @unchecked Sendable {
    /// What can happen to a run.
    private enum Order { case cancel, pause }

    let name: WorkerName
    private let store: Store
    private let pace: Duration
    /// A run of its own for a notification.
    private let answer: @Sendable (Opening, WorkerLog) -> [String]
    private let condition = NSCondition()
    private var waiting: [[String]] = []
    private var isLiving = false
    /// What is being lived has come to its idle; it may say a little more.
    private var isOver = false
    private var order: Order?
    /// What is left of a paused run.
    private var rest: [String]?
    private var notifications: [(message: String, runs: Bool)] = []
    private var hasThread = false

    init(
        _ name: WorkerName, store: Store, pace: Duration,
        answer: @escaping @Sendable (Opening, WorkerLog) -> [String]
    ) {
        (self.name, self.store, self.pace, self.answer) = (name, store, pace, answer)
    }
}

extension WorkerLife {
    /// Lives these events after whatever it is living.
    func live(_ events: [String]) { condition.withLock { enqueue(events) } }

    /// Lives a run that somebody's input began: a server that is killed meanwhile goes on with it.
    func live(asked events: [String]) { condition.withLock { enqueue(asked: events) } }

    /// Begins a run, unless one is going on or paused.
    func begin(_ opening: Opening) -> Bool {
        condition.withLock {
            guard !isBusy else { return false }
            enqueue(asked: answer(opening, log))
            return true
        }
    }

    /// Ends the run that is going on; false if there is none.
    func cancel() -> Bool {
        condition.withLock {
            if rest != nil {
                rest = nil
                say([Said.status("idle"), Said.interrupt])
                return true
            }
            return give(.cancel)
        }
    }

    /// Interrupts the run that is going on; false if there is none.
    func pause() -> Bool { condition.withLock { rest != nil || give(.pause) } }

    /// Goes on with the paused run: its request from the beginning. Nil if one is going on, false if none is paused.
    func resume() -> Bool? {
        condition.withLock {
            if !waiting.isEmpty || log.status == "running" { return nil }
            guard let events = rest else { return false }
            rest = nil
            enqueue([Said.status("running")] + events)
            return true
        }
    }

    /// Cancels what is going on, then stops; whatever is said to it next starts it again.
    func shutDown() {
        condition.withLock {
            (rest, notifications) = (nil, [])
            if !give(.cancel) && log.isStopped { return }
            enqueue([Said.shutdown])
        }
    }

    /// Sends something that is not a run, unless one is going on or paused.
    func say(unlessBusy events: (WorkerLog) -> [String]) -> Bool {
        condition.withLock {
            guard !isBusy else { return false }
            say(events(log))
            return true
        }
    }

    /// Takes a notification: with the next request, or as a run of its own.
    func notify(_ message: String, runs: Bool) {
        condition.withLock {
            notifications.append((message, runs))
            if runs && !isBusy { enqueue(answer(.notification, log)) }
        }
    }
}

/// All the rest is done under the condition's lock, but for the waiting.
private extension WorkerLife {
    var log: WorkerLog { store.state(name)?.log ?? WorkerLog() }

    var isBusy: Bool { isLiving && !isOver || !waiting.isEmpty || rest != nil || log.status != "idle" }

    func enqueue(_ events: [String]) {
        waiting.append(events)
        condition.broadcast()
        guard !hasThread else { return }
        hasThread = true
        Thread.detachNewThread { self.run() }
    }

    func enqueue(asked events: [String]) {
        store.record(.begun(name, events: events))
        enqueue(events)
    }

    func say(_ events: [String]) { for event in events { store.record(.published(name, payload: event)) } }

    private func give(_ order: Order) -> Bool {
        if isLiving && !isOver || !waiting.isEmpty {
            self.order = order
            condition.broadcast()
            return true
        }
        // A run that a test says itself.
        guard log.status == "running" else { return false }
        say(end(by: order))
        return true
    }

    /// A run that has not said anything is rolled back.
    private func end(by order: Order) -> [String] {
        guard log.hasSpoken else { return [Said.runEnd("rolled_back"), Said.status("idle")] }
        return order == .pause
            ? [Said.runEnd("paused"), Said.status("paused")] : [Said.cancelled, Said.status("idle")]
    }

    func run() {
        condition.lock()
        while true {
            while waiting.isEmpty { condition.wait() }
            let events = waiting.removeFirst()
            (isLiving, isOver) = (true, false)
            live(through: events)
            (isLiving, order) = (false, nil)
        }
    }

    func live(through events: [String]) {
        for (index, event) in events.enumerated() {
            waitAMoment()
            // A run that has not begun is let begin.
            if let order, log.status == "running" {
                if order == .pause && log.hasSpoken { rest = Self.rest(of: events, from: index) }
                return say(end(by: order))
            }
            if event.hasPrefix(Said.callStart) { deliverNotifications() }
            if event == Said.status("idle"), notifications.contains(where: \.runs) {
                // No idle in between.
                return waiting.insert(answer(.notification, log), at: 0)
            }
            say([event])
            isOver = log.status == "idle" && (isOver || event == Said.status("idle"))
        }
    }

    func deliverNotifications() {
        say(notifications.map { Said.notification($0.message) })
        notifications = []
    }

    func waitAMoment() {
        let date = Date(timeIntervalSinceNow: pace.seconds)
        while order == nil, pace > .zero, condition.wait(until: date) {}
        // Somebody who waits for the lock must get it now and then.
        condition.unlock()
        condition.lock()
    }

    /// The request that is cut off begins again; where none is, the run goes on with what comes next.
    static func rest(of events: [String], from index: Int) -> [String] {
        let start = events[..<index].lastIndex { $0.hasPrefix(#"{"event":"turn_start""#) } ?? index
        let isOver = events[start..<index].contains { $0.hasPrefix(#"{"event":"llm_call_end""#) }
        guard !isOver else { return Array(events[index...]) }
        // What set off the run may have come after its first request had begun.
        let once = ["invoke_start", "user_message", "system_item"].map { "{\"event\":\"\($0)\"" }
        return events[start..<index].filter { event in !once.contains { event.hasPrefix($0) } } + events[index...]
    }
}
