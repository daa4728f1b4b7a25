import Foundation

/// A moment after which a test stops waiting.
package struct Deadline: Sendable {
    private let date: Date

    /// The moment `limit` from now.
    package init(_ limit: Duration) {
        date = Date(timeIntervalSinceNow: limit.seconds)
    }

    var hasPassed: Bool { date <= Date() }

    /// Waits for a signal of the condition, which must be locked; false when the deadline passed first.
    func wait(on condition: NSCondition) -> Bool { condition.wait(until: date) }
}

extension Duration {
    /// This length in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}

/// Asks again and again, 5 ms apart, until the answer is true; for conditions that nothing announces
/// (a file's contents, a process's memory). Throws when `limit` passes first.
package func waitUntil(
    _ what: String, limit: Duration = .seconds(10), _ condition: () throws -> Bool
) throws {
    let deadline = Deadline(limit)
    while try !condition() {
        guard !deadline.hasPassed else { throw TestFailure("waited \(limit) for: \(what)") }
        Thread.sleep(forTimeInterval: 0.005)
    }
}
