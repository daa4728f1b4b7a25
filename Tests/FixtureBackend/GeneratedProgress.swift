import Foundation

/// How far a generated run of the protocol API has come, for all clients.
final class GeneratedProgress: @unchecked Sendable {
    private let lock = NSLock()
    private var number: UInt64 = 0
    private var isOver = false
}

extension GeneratedProgress {
    var state: (said: UInt64, isOver: Bool) { lock.withLock { (number, isOver) } }

    func said(_ number: UInt64) { lock.withLock { self.number = max(self.number, number) } }

    func end() { lock.withLock { isOver = true } }
}
