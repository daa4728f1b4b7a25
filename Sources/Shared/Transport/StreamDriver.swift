package import Glibc
package import Shared

/// Gives any number of Workers' streams the connections and answers they need, without ever blocking.
///
/// What happens costs as much as the streams it happens to, however many others there are.
package final class StreamDriver {
    private var slots: [Slot] = []
    private var watches: [PlanRunner<WorkerWatch>] = []
    private var workspaceWatch: PlanRunner<WorkspaceWatch>?
    private var settings: ClientSettings
    private let buffer: SharedReadBuffer
    private var poller: Poller?
    private var deadlines = Deadlines()
    /// Slots to be looked at, in this order, each once.
    private var queue: [Int] = []
    /// Slots whose sockets or requests are polled one by one.
    private var polled: Set<Int> = []
    /// Slots that need a connection, in this order, while as many are being made as may be.
    private var waiting: ArraySlice<Int> = []
    private var connectingCount = 0
    private var endedCount = 0
    /// Slots that have ended since the last time anybody asked.
    private var newlyEnded: [Int] = []
    /// Slots that may have come further since the last time anybody asked.
    private var moved: Set<Int> = []
    private var remarks: [WorkerStream.Remark] = []
    /// When anything new was last heard of any Worker; while a message comes in pieces each piece counts, since a large
    /// snapshot on a slow line is no silence.
    package private(set) var lastNews: Instant?

    /// - Parameter settings: What all connections have in common.
    package init(_ settings: ClientSettings) {
        self.settings = settings
        buffer = SharedReadBuffer()
    }

    /// A stream, and what is known of its connection.
    private struct Slot {
        var runner: PlanRunner<WorkerStream>
        var isQueued = true
        var isWaiting = false
        var hasEnded = false
        /// The time under which it is among the deadlines.
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

    /// Adds a list of Workers to be watched.
    package func add(_ watch: WorkerWatch) { watches.append(PlanRunner(watch)) }

    /// Adds the list of Workspaces, to be watched for later ones.
    package func add(_ watch: WorkspaceWatch) { workspaceWatch = PlanRunner(watch) }

    /// The Workspaces that were made since the last time.
    package func takeLaterWorkspaces() -> [Workspace] {
        defer { workspaceWatch?.plan.found = [] }
        return workspaceWatch?.plan.found ?? []
    }

    /// What has changed in the lists since the last time, with the Workspace.
    package func takeChanges() -> [(workspace: Workspace?, change: WorkerWatch.Change)] {
        var changes: [(workspace: Workspace?, change: WorkerWatch.Change)] = []
        for index in watches.indices where !watches[index].plan.changes.isEmpty {
            let workspace = watches[index].plan.workspace
            changes += watches[index].plan.changes.map { (workspace, $0) }
            watches[index].plan.changes = []
        }
        return changes
    }

    /// Whether Workers may be there that no list has told of yet.
    package var awaitsLists: Bool { watches.contains { !$0.plan.hasEnded && $0.plan.listed == nil } }

    /// Why lists are not watched any more, each once.
    package func takeWatchFailures() -> [Failure] {
        let failures = watches.compactMap(\.plan.failure)
        watches.removeAll(where: \.plan.hasEnded)
        return failures
    }

    /// The Worker of the stream with this place among ``streams`` is gone for good.
    package func retire(_ index: Int) {
        slots[index].runner.plan.retire()
        enqueue(index)
    }

    /// There is a sign that the Worker of the stream with this place among ``streams`` can be reached: if the stream was given
    /// up, it goes on.
    package func revive(_ index: Int) {
        guard slots[index].runner.plan.revive() else { return }
        if slots[index].hasEnded { (slots[index].hasEnded, endedCount) = (false, endedCount - 1) }
        enqueue(index)
    }

    /// The number of streams, also of those that have ended.
    package var count: Int { slots.count }

    /// The stream that was added as this one, from 0; nil if there are not so many.
    package func stream(_ index: Int) -> WorkerStream? { index < slots.count ? slots[index].runner.plan : nil }

    /// The streams, in the order in which they were added.
    package var streams: [WorkerStream] { slots.map(\.runner.plan) }

    /// Moves streams on that can be, each as far as it goes at once; reads once from each socket that has something.
    ///
    /// - Returns: whether there may be more to do at once.
    package func proceed(now: Instant, to printer: inout EventPrinter) -> Bool {
        var hasMore = false
        for index in watches.indices {
            watches[index].proceed(mayConnect: true, &settings, reading: buffer, now: now, to: &printer)
            hasMore = hasMore || watches[index].connection?.hasMore == true
            remarks += watches[index].plan.remarks
            watches[index].plan.remarks = []
            // A list without Workers is news, too.
            if let listed = watches[index].plan.listed { lastNews = max(lastNews ?? listed, listed) }
        }
        workspaceWatch?.proceed(mayConnect: true, &settings, reading: buffer, now: now, to: &printer)
        remarks += workspaceWatch?.plan.remarks ?? []
        workspaceWatch?.plan.remarks = []
        for index in poller?.ready() ?? [] { enqueue(index) }
        while let (time, index) = deadlines.popDue(now: now) {
            guard slots[index].deadline == time else { continue }
            slots[index].deadline = nil
            enqueue(index)
        }
        for index in polled { enqueue(index) }
        var turn = queue[...]
        queue.removeAll(keepingCapacity: true)
        // What is made of one turn has to be printed before the next one: nobody starves, and memory is bounded.
        while !printer.isComplete, printer.bytes.count < Self.maxPrinted, let index = turn.popFirst() {
            slots[index].isQueued = false
            advance(index, now: now, &printer)
        }
        queue.insert(contentsOf: turn, at: 0)
        beginWaiting(now: now, &printer)
        return hasMore || !queue.isEmpty
    }

    /// Whether nothing more will come of any stream, and no list will bring another. A later Workspace is not waited for.
    package var hasEnded: Bool { endedCount == slots.count && watches.allSatisfy(\.plan.hasEnded) }

    /// The streams that have ended since the last time.
    package func takeEnded() -> [WorkerStream] {
        defer { newlyEnded = [] }
        return newlyEnded.map { slots[$0].runner.plan }
    }

    /// The places of the streams that may have come further since the last time.
    package func takeMoved() -> Set<Int> {
        defer { moved = [] }
        return moved
    }

    /// How far the stream with this place among ``streams`` has been printed.
    ///
    /// - Parameter taken: What standard output has taken, where that is only a part of what was printed.
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

    /// When to call ``proceed(now:to:)`` even if nothing came.
    package func deadline(now: Instant) -> Instant? {
        let polled = polled.lazy.compactMap { self.slots[$0].runner.deadline(now: now) }.min()
        let watches = watches.lazy.compactMap { $0.deadline(now: now) }.min()
        let workspaces = workspaceWatch?.deadline(now: now)
        return [queue.isEmpty ? nil : now, deadlines.next, polled, watches, workspaces].compactMap(\.self).min()
    }

    /// Remarks that the streams have made.
    package func takeRemarks() -> [WorkerStream.Remark] {
        defer { remarks = [] }
        return remarks
    }

    /// Says that reading was held up on our side and goes on now.
    package func resume(now: Instant) {
        for slot in slots { slot.runner.connection?.resume(now: now) }
        for watch in watches { watch.connection?.resume(now: now) }
    }

    /// Closes everything. The Backend answers a close frame by dropping the connection: there is no echo to wait for.
    package func close(now: Instant) {
        for index in slots.indices { slots[index].runner.drop(.normal, now: now) }
        for index in watches.indices { watches[index].drop(.normal, now: now) }
        workspaceWatch?.drop(.normal, now: now)
    }
}

extension StreamDriver {
    /// So many sockets are polled without a poller.
    private static let maxPolled = 8

    /// So many connections are made at a time: a server's queue of those it has not accepted is as short as that.
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
        // What is polled one by one is looked at each time, and asked for its deadline each time.
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
        if !slots[index].runner.plan.remarks.isEmpty {
            remarks += slots[index].runner.plan.remarks
            slots[index].runner.plan.remarks = []
        }
        for news in [slots[index].runner.plan.lastNews, slots[index].runner.lastPiece] {
            if let news, lastNews.map({ news > $0 }) ?? true { lastNews = news }
        }
        if slots[index].runner.plan.hasEnded, !slots[index].hasEnded {
            slots[index].hasEnded = true
            endedCount += 1
            newlyEnded.append(index)
        }
    }

    /// Lets an open socket be watched by the poller if there are many.
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
