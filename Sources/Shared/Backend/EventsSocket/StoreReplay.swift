/// Skips what the Backend has stored and sends first, for a stream that begins now.
///
/// A fresh snapshot and the live events follow it, but the store contains snapshots too. So whatever follows a snapshot
/// is held until it is known to be live: the Backend answers a ping only after it has sent its store.
struct StoreReplay: Sendable {
    /// The newest snapshot, and what came after it.
    private(set) var held: [[UInt8]] = []
    private var beginsWithSnapshot = false
    private var hasAnswer = false
    /// When to assume that what is held is live.
    private(set) var deadline: Instant

    /// The socket is open, and a ping sent.
    init(now: Instant) { deadline = now + Self.answerLimit }
}

extension StoreReplay {
    /// How long to wait for the answer to the ping.
    private static let answerLimit = Duration.seconds(10)

    /// How long a fresh snapshot may come after the answer to the ping.
    private static let snapshotLimit = Duration.seconds(1)

    /// How many events of a Worker a Backend stores.
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
        // If the store ends with a snapshot, that can be dropped: the fresh one is still to come.
        return beginsWithSnapshot && held.count == 1
    }
}
