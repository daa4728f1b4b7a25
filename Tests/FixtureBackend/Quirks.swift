import Foundation

/// Which attaches get what the real Backend of the protocol API only sometimes does, decided by a seed.
final class Quirks: @unchecked Sendable {
    private let share: Int
    private let lock = NSLock()
    private var random: SplitMix

    init(_ options: Options) {
        share = options.quirks
        random = SplitMix(seed: options.seed)
    }
}

extension Quirks {
    /// How many of the last events are sent again after the next snapshot.
    func repeats() -> Int { lock.withLock { happens() ? Int.random(in: 1...2, using: &random) : 0 } }

    /// Whether the next snapshot says idle before the end of the run has come.
    func isEarly() -> Bool { lock.withLock { happens() } }

    private func happens() -> Bool { Int.random(in: 0..<100, using: &random) < share }
}
