import Shared
import Testing

@Suite struct `The backoff` {
    @Test func `the backoff doubles up to thirty seconds`() {
        var backoff = Backoff(firstDelay: .milliseconds(500), maxAttempts: nil)
        let delays = (0..<9).map { _ in backoff.next(jitter: 0.5) }
        #expect(delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
    }

    @Test(arguments: [(0, 0.8), (0.5, 1)])
    func `the backoff varies by a fifth`(jitter: Double, factor: Double) {
        var backoff = Backoff(firstDelay: .seconds(10), maxAttempts: nil)
        #expect(backoff.next(jitter: jitter)?.millisecondsRoundedUp == Int(10_000 * factor))
    }

    @Test(arguments: [0, 1, 3])
    func `the backoff ends after the last attempt`(limit: Int) {
        var backoff = Backoff(firstDelay: .seconds(1), maxAttempts: limit)
        for _ in 0..<limit { #expect(backoff.next(jitter: 0) != nil) }
        #expect(backoff.next(jitter: 0) == nil)
        #expect(backoff.attempts == limit)
    }

    @Test func `the backoff without a limit never ends or overflows`() {
        var backoff = Backoff(firstDelay: .seconds(60), maxAttempts: nil)
        for _ in 0..<10_000 { #expect(backoff.next(jitter: 0.5) == .seconds(60)) }
    }

    @Test func `the backoff never spins, even with a delay of zero`() {
        var backoff = Backoff(firstDelay: .zero, maxAttempts: nil)
        let delays = (0..<20).compactMap { _ in backoff.next(jitter: 0.5) }
        #expect(delays.first == .zero && delays.dropFirst().allSatisfy { $0 > .zero } && delays.last == .seconds(30))
    }

    @Test(arguments: [(0, 1), (7, 7), (86_400, 86_400)])
    func `the backoff waits as long as the server asks`(asked: Int, seconds: Int) {
        var backoff = Backoff(firstDelay: .seconds(1), maxAttempts: nil)
        #expect(backoff.next(jitter: 0.5, retryAfter: .seconds(asked)) == .seconds(seconds))
    }

    @Test(arguments: [nil, 5])
    func `the backoff spreads many that were cut off together`(asked: Int?) throws {
        let delays = (0...10).map { step in
            var backoff = Backoff(firstDelay: .milliseconds(1), maxAttempts: nil, among: 1_001)
            return backoff.next(jitter: Double(step) / 10, retryAfter: asked.map { .seconds($0) }) ?? .zero
        }
        for (one, next) in zip(delays, delays.dropFirst()) { #expect(next - one >= .milliseconds(199)) }
        #expect(delays[0] >= .seconds(asked ?? 0))
    }
}
