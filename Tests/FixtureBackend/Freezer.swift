import Foundation

/// What the embedded Runtime's completions do to the real Backend: nothing answers any more.
final class Freezer: @unchecked Sendable {
    private let condition = NSCondition()
    private var isFrozen = false

    func freeze() -> Never {
        condition.withLock { isFrozen = true }
        stay()
    }

    /// Does not come back once it is frozen.
    func pass() { if condition.withLock({ isFrozen }) { stay() } }

    private func stay() -> Never { while true { sleep(1_000) } }
}
