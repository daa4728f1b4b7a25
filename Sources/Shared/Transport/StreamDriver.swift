package import Glibc
package import Shared

/// Runs any number of Workers' streams without ever blocking.
///
/// The cost depends on the streams to which something happens, not on how many others there are.
package final class StreamDriver {
    private var slots: [Slot] = []
    private var watches: [PlanRunner<WorkerWatch>] = []
    private var workspaceWatch: PlanRunner<WorkspaceWatch>?
    private var settings: ClientSettings
    private let buffer: SharedReadBuffer
    private var poller: Poller?
    private var deadlines = Deadlines()
    /// The slots to look at, in this order, each once.
    private var queue: [Int] = []
    /// Slots whose sockets or requests are polled one by one.
    private var polled: Set<Int> = []
    /// Slots that need a connection while the maximum number is being made, in this order.
    private var waiting: ArraySlice<Int> = []
    private var connectingCount = 0
    private var endedCount = 0
    /// Slots that have ended since ``takeEnded()`` was called last.
    private var newlyEnded: [Int] = []
    /// Slots that may have advanced since ``takeMoved()`` was called last.
    private var moved: Set<Int> = []
    private var remarks: [Remark] = []
    /// When any Worker last had news. While a message arrives in pieces each piece counts, since a large snapshot on a
    /// slow line is not silence.
    package private(set) var lastNews: Instant?

    /// - Parameter settings: What all connections have in common.
    package init(_ settings: ClientSettings) {
        self.settings = settings
        buffer = SharedReadBuffer()
    }

    /// A stream, and the state of its connection.
    private struct Slot {
        var runner: PlanRunner<WorkerStream>
        var isQueued = true
        var isWaiting = false
        var hasEnded = false
        /// Its time among the deadlines.
        var deadline: Instant?
        /// What the poller watches, and for what.
        var watched: (connection: ObjectIdentifier, events: Int16)?
    }
}

extension StreamDriver {
    /// Adds a stream.
    package func add(_ stream: WorkerStream) {
        queue.append(slots.count)
        slots.append(Slot(runner: PlanRunner(stream)))
    }

    /// Adds a list of Workers to watch.
    package func add(_ watch: WorkerWatch) { watches.append(PlanRunner(watch)) }

    /// Adds the list of Workspaces to watch for later ones.
    package func add(_ watch: WorkspaceWatch) { workspaceWatch = PlanRunner(watch) }

    /// The later Workspaces that were found since the last call.
    package func takeLaterWorkspaces() -> [Workspace] {
        defer { workspaceWatch?.plan.found = [] }
        return workspaceWatch?.plan.found ?? []
    }

    /// What has changed in the lists since the last call, with the Workspace.
    package func takeChanges() -> [(workspace: Workspace?, change: WorkerWatch.Change)] {
        var changes: [(workspace: Workspace?, change: WorkerWatch.Change)] = []
        for index in watches.indices where !watches[index].plan.changes.isEmpty {
            let workspace = watches[index].plan.workspace
            changes += watches[index].plan.changes.map { (workspace, $0) }
            watches[index].plan.changes = []
        }
        return changes
    }

    /// Whether a first list of Workers is still to come.
    package var awaitsLists: Bool { watches.contains { !$0.plan.hasEnded && $0.plan.listed == nil } }

    /// Why lists are no longer watched, each once.
    package func takeWatchFailures() -> [Failure] {
        let failures = watches.compactMap(\.plan.failure)
        watches.removeAll(where: \.plan.hasEnded)
        return failures
    }

    /// The Worker of the stream with this index is gone for good.
    package func retire(_ index: Int) {
        slots[index].runner.plan.retire()
        enqueue(index)
    }

    /// There is a sign that the Worker of the stream with this index can be reached: if the stream was given up, it
    /// resumes.
    package func revive(_ index: Int) {
        guard slots[index].runner.plan.revive() else { return }
        if slots[index].hasEnded { (slots[index].hasEnded, endedCount) = (false, endedCount - 1) }
        enqueue(index)
    }

    /// The number of streams, including those that have ended.
    package var count: Int { slots.count }

    /// The stream with this index, in the order in which they were added; nil if there is none.
    package func stream(_ index: Int) -> WorkerStream? { index < slots.count ? slots[index].runner.plan : nil }

    /// The streams, in the order in which they were added.
    package var streams: [WorkerStream] { slots.map(\.runner.plan) }

    /// Advances the streams as far as possible at once; reads once from each socket that has something.
    ///
    /// - Returns: whether there is more to do at once.
    package func proceed(now: Instant, to printer: inout EventPrinter) -> Bool {
        var hasMore = false
        for index in watches.indices {
            watches[index].proceed(mayConnect: true, &settings, reading: buffer, now: now, to: &printer)
            hasMore = hasMore || watches[index].connection?.hasMore == true
            remarks += watches[index].takeRemarks()
            // An empty list is news, too.
            if let listed = watches[index].plan.listed { lastNews = max(lastNews ?? listed, listed) }
        }
        workspaceWatch?.proceed(mayConnect: true, &settings, reading: buffer, now: now, to: &printer)
        remarks += workspaceWatch?.takeRemarks() ?? []
        for index in poller?.ready() ?? [] { enqueue(index) }
        while let (time, index) = deadlines.popDue(now: now) {
            guard slots[index].deadline == time else { continue }
            slots[index].deadline = nil
            enqueue(index)
        }
        for index in polled { enqueue(index) }
        var turn = queue[...]
        queue.removeAll(keepingCapacity: true)
        // The lines of one turn are printed before the next one, so that no stream starves and memory is bounded.
        while !printer.isComplete, printer.bytes.count < Self.maxPrinted, let index = turn.popFirst() {
            slots[index].isQueued = false
            advance(index, now: now, &printer)
        }
        queue.insert(contentsOf: turn, at: 0)
        beginWaiting(now: now, &printer)
        return hasMore || !queue.isEmpty
    }

    /// Whether all streams have ended and no list will bring another. A later Workspace is not waited for.
    package var hasEnded: Bool { endedCount == slots.count && watches.allSatisfy(\.plan.hasEnded) }

    /// The streams that have ended since the last call.
    package func takeEnded() -> [WorkerStream] {
        defer { newlyEnded = [] }
        return newlyEnded.map { slots[$0].runner.plan }
    }

    /// The indices of streams that may have advanced since the last call.
    package func takeMoved() -> Set<Int> {
        defer { moved = [] }
        return moved
    }

    /// How far the stream with this index has been printed.
    ///
    /// - Parameter taken: What standard output has accepted, if that is only part of what was printed.
    package func checkpoint(of index: Int, after taken: DeliveredLines?) -> Checkpoint? {
        let stream = slots[index].runner.plan
        return taken.map(stream.checkpoint(after:)) ?? stream.checkpoint
    }

    /// Sends a text message on a stream's socket.
    package func send(_ text: [UInt8], on index: Int) {
        slots[index].runner.connection?.send(text)
        enqueue(index)
    }

    /// What to poll.
    package var interest: [pollfd] {
        let watched = poller.map { [pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)] } ?? []
        return watched + watches.flatMap(\.interest) + (workspaceWatch?.interest ?? [])
            + polled.flatMap { slots[$0].runner.interest }
    }

    /// When to call ``proceed(now:to:)`` even if nothing arrives.
    package func deadline(now: Instant) -> Instant? {
        let polled = polled.lazy.compactMap { self.slots[$0].runner.deadline(now: now) }.min()
        let watches = watches.lazy.compactMap { $0.deadline(now: now) }.min()
        let workspaces = workspaceWatch?.deadline(now: now)
        return [queue.isEmpty ? nil : now, deadlines.next, polled, watches, workspaces].compactMap(\.self).min()
    }

    /// The streams' remarks since the last call.
    package func takeRemarks() -> [Remark] {
        defer { remarks = [] }
        return remarks
    }

    /// Reading was held up on our side and goes on now.
    package func resume(now: Instant) {
        for slot in slots { slot.runner.connection?.resume(now: now) }
        for watch in watches { watch.connection?.resume(now: now) }
    }

    /// Closes everything. The Backend answers a close frame by dropping the connection, so there is no echo to wait
    /// for.
    package func close(now: Instant) {
        for index in slots.indices { slots[index].runner.drop(.normal, now: now) }
        for index in watches.indices { watches[index].drop(.normal, now: now) }
        workspaceWatch?.drop(.normal, now: now)
    }
}

extension StreamDriver {
    /// Up to this many sockets are polled one by one.
    private static let maxPolled = 8

    /// How many connections are made at a time: a server's queue for connections that it has not accepted can be this
    /// short.
    private static let maxConnecting = 64

    /// In bytes.
    private static let maxPrinted = 512 << 10

    private func enqueue(_ index: Int) {
        guard !slots[index].isQueued else { return }
        slots[index].isQueued = true
        queue.append(index)
    }

    private func advance(_ index: Int, now: Instant, _ printer: inout EventPrinter) {
        let wasConnecting = slots[index].runner.isConnecting
        slots[index].runner.proceed(
            mayConnect: wasConnecting || connectingCount < Self.maxConnecting, &settings, reading: buffer, now: now,
            to: &printer)
        connectingCount += (slots[index].runner.isConnecting ? 1 : 0) - (wasConnecting ? 1 : 0)
        moved.insert(index)
        takeNews(of: index)
        watch(index)
        // Slots that are polled one by one are looked at, and asked for their deadline, every time.
        if !polled.contains(index), let deadline = slots[index].runner.deadline(now: now),
            slots[index].deadline.map({ deadline < $0 }) ?? true
        {
            slots[index].deadline = deadline
            deadlines.insert(index, at: deadline)
        }
        if slots[index].runner.connection?.hasMore == true { enqueue(index) }
        if slots[index].runner.isWaiting, !slots[index].isWaiting {
            slots[index].isWaiting = true
            waiting.append(index)
        }
    }

    private func takeNews(of index: Int) {
        if !slots[index].runner.plan.remarks.isEmpty { remarks += slots[index].runner.takeRemarks() }
        for news in [slots[index].runner.plan.lastNews, slots[index].runner.lastPiece] {
            if let news, lastNews.map({ news > $0 }) ?? true { lastNews = news }
        }
        if slots[index].runner.plan.hasEnded, !slots[index].hasEnded {
            slots[index].hasEnded = true
            endedCount += 1
            newlyEnded.append(index)
        }
    }

    /// Watches an open socket with the poller if there are many.
    private func watch(_ index: Int) {
        guard slots.count > Self.maxPolled, !slots[index].runner.isConnecting,
            let connection = slots[index].runner.connection, let interest = connection.socketInterest
        else {
            slots[index].watched = nil
            if slots[index].runner.isIdle { polled.remove(index) } else { polled.insert(index) }
            return
        }
        poller = poller ?? Poller()
        let isKnown = slots[index].watched?.connection == ObjectIdentifier(connection)
        guard !isKnown || slots[index].watched?.events != interest.events else { return }
        if poller?.watch(interest.fd, for: interest.events, as: index, isNew: !isKnown) == true {
            slots[index].watched = (ObjectIdentifier(connection), interest.events)
            polled.remove(index)
        } else {
            slots[index].watched = nil
            polled.insert(index)
        }
    }

    private func beginWaiting(now: Instant, _ printer: inout EventPrinter) {
        while connectingCount < Self.maxConnecting, !printer.isComplete, let index = waiting.popFirst() {
            slots[index].isWaiting = false
            if !slots[index].isQueued { advance(index, now: now, &printer) }
        }
    }
}
