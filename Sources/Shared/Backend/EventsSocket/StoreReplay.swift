/// What the Backend has stored and sends first, for somebody who wants none of it.
///
/// A fresh snapshot and then the live events follow it, but there are snapshots in the store, too. So whatever follows a
/// snapshot is held until it is known to be live: the Backend answers a ping only after its store.
struct StoreReplay: Sendable {
    /// The newest snapshot, and what came after it.
    private(set) var held: [[UInt8]] = []
    private var beginsWithSnapshot = false
    private var hasAnswer = false
    /// When what is held has to be taken for live.
    private(set) var deadline: Instant

    /// The socket is open, and a ping sent.
    init(now: Instant) { deadline = now + Self.answerLimit }
}

extension StoreReplay {
    /// How long the answer to the ping is waited for.
    private static let answerLimit = Duration.seconds(10)

    /// How long a fresh snapshot may come after the answer to the ping.
    private static let snapshotLimit = Duration.seconds(1)

    /// Events that a Backend stores of a Worker.
    private static let capacity = 1_024

    /// Takes an event's message.
    ///
    /// - Returns: whether what is held is now known to be live.
    mutating func isOver(with message: Bytes, isSnapshot: Bool) -> Bool {
        if isSnapshot {
            held.removeAll()
            beginsWithSnapshot = true
        }
        held.append(message.withUnsafeBufferPointer(Array.init))
        return hasAnswer || held.count > Self.capacity
    }

    /// Takes the answer to the ping.
    ///
    /// - Returns: as ``isOver(with:isSnapshot:)``.
    mutating func pingAnswered(now: Instant) -> Bool {
        hasAnswer = true
        deadline = now + Self.snapshotLimit
        // Of a snapshot that is the last of the store nothing is lost: the fresh one is still to come.
        return beginsWithSnapshot && held.count == 1
    }
}
