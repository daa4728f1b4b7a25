/// What was printed since the last snapshot, and the end of what was before, oldest first; bounded.
struct PrintedHistory: Hashable, Sendable {
    private(set) var all: [PrintedItem] = []
    /// Landmarks among the items that were forgotten, since the last snapshot.
    private(set) var forgotten = 0

    init() {}

    init(_ all: [PrintedItem], forgotten: Int) { (self.all, self.forgotten) = (all, forgotten) }
}

extension PrintedHistory {
    /// Bounds the memory, and the size of a checkpoint.
    static let limit = 1024
    /// Printed before the last snapshot: to recognize what a compaction kept.
    static let past = 128

    mutating func append(_ kind: PrintedItem.Kind, _ content: TextHash, isCommitted: Bool = false) {
        all.append(PrintedItem(kind: kind, content: content, isCommitted: isCommitted))
        if all.count > Self.limit { forgetHalf() }
    }

    /// The first item of that kind and content that was not found in the log yet.
    func firstOpen(_ kind: PrintedItem.Kind, _ content: TextHash) -> Int? {
        all.firstIndex { $0.kind == kind && !$0.isCommitted && $0.content == content }
    }

    func firstOpen(_ kind: PrintedItem.Kind) -> Int? { all.firstIndex { $0.kind == kind && !$0.isCommitted } }

    func openIndices(_ kind: PrintedItem.Kind) -> [Int] {
        all.indices.filter { all[$0].kind == kind && !all[$0].isCommitted }
    }

    mutating func commit(_ index: Int) { all[index].isCommitted = true }

    /// Gives up all that was not found in the log.
    mutating func commitAll() {
        for index in all.indices { all[index].isCommitted = true }
    }

    /// A segment ends: all of it is in its log, except what came from the new one's first request already, because the
    /// rotation is sent in another lane.
    mutating func commitSegment() {
        let last = all.lastIndex { $0.kind.isLandmark || $0.kind == .completed || $0.kind == .errored } ?? -1
        for index in 0..<last + 1 { all[index].isCommitted = true }
    }

    /// The last run has said nothing, and what began it was taken back: a user message, or only a notification.
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

    /// The log has been read: what was found in it is the past.
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
    /// Forgets the older half, from one landmark to another, so that the rest can be found in the log.
    private mutating func forgetHalf() {
        let middle = all.count / 2
        let cut = all[middle...].firstIndex { $0.kind.isLandmark }.map { $0 + 1 } ?? middle
        forgotten += all[..<cut].count { $0.kind.isLandmark && !$0.isCommitted }
        all.removeFirst(cut)
    }
}
