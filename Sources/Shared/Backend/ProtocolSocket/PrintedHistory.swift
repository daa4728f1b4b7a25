/// What was printed since the last snapshot, and the last items before it, oldest first; bounded.
struct PrintedHistory: Hashable, Sendable {
    private(set) var all: [PrintedItem] = []
    /// How many landmarks are among the items forgotten since the last snapshot.
    private(set) var forgotten = 0

    init() {}

    init(_ all: [PrintedItem], forgotten: Int) { (self.all, self.forgotten) = (all, forgotten) }
}

extension PrintedHistory {
    /// Bounds the memory, and the size of a checkpoint.
    static let limit = 1024
    /// How many items from before the last snapshot are kept, to recognize what a compaction kept.
    static let past = 128

    mutating func append(_ kind: PrintedItem.Kind, _ content: TextHash, isCommitted: Bool = false) {
        all.append(PrintedItem(kind: kind, content: content, isCommitted: isCommitted))
        if all.count > Self.limit { forgetHalf() }
    }

    /// The first item of that kind and content that has not been found in the log.
    func firstOpen(_ kind: PrintedItem.Kind, _ content: TextHash) -> Int? {
        all.firstIndex { $0.kind == kind && !$0.isCommitted && $0.content == content }
    }

    func firstOpen(_ kind: PrintedItem.Kind) -> Int? { all.firstIndex { $0.kind == kind && !$0.isCommitted } }

    func openIndices(_ kind: PrintedItem.Kind) -> [Int] {
        all.indices.filter { all[$0].kind == kind && !all[$0].isCommitted }
    }

    mutating func commit(_ index: Int) { all[index].isCommitted = true }

    /// Stops looking for all items in the log.
    mutating func commitAll() {
        for index in all.indices { all[index].isCommitted = true }
    }

    /// A segment has ended: everything is in its log, except what may already belong to the new one's first request,
    /// since the rotation is sent in another lane.
    mutating func commitSegment() {
        let last = all.lastIndex { $0.kind.isLandmark || $0.kind == .completed || $0.kind == .errored } ?? -1
        for index in 0..<last + 1 { all[index].isCommitted = true }
    }

    /// The last run was rolled back before it said anything: removes what began it, a user message or a notification.
    mutating func removeLastBeginning() {
        let said = all.lastIndex { ![.invoke, .userMessage, .systemItem].contains($0.kind) } ?? -1
        func last(_ kind: PrintedItem.Kind) -> Int? {
            all[(said + 1)...].lastIndex { $0.kind == kind && !$0.isCommitted }
        }
        guard let first = last(.invoke) ?? last(.userMessage) else { return }
        for index in all.indices[first...].reversed() where all[index].kind != .systemItem && !all[index].isCommitted {
            all.remove(at: index)
        }
    }

    /// The log has been read: drops most of what was found in it.
    mutating func settle() {
        forgotten = 0
        let committed = all.count { $0.isCommitted }
        var excess = committed - Self.past
        guard excess > 0 else { return }
        all.removeAll { item in
            guard item.isCommitted, excess > 0 else { return false }
            excess -= 1
            return true
        }
    }
}

extension PrintedHistory {
    /// Forgets the older half, up to a landmark, so that the rest can be found in the log.
    private mutating func forgetHalf() {
        let middle = all.count / 2
        let cut = all[middle...].firstIndex { $0.kind.isLandmark }.map { $0 + 1 } ?? middle
        forgotten += all[..<cut].count { $0.kind.isLandmark && !$0.isCommitted }
        all.removeFirst(cut)
    }
}
