import Shared
import Testing

@testable import yoi_events

@Suite struct `Reconnecting` {
    @Test func `waits twice as long each time, up to thirty seconds`() {
        var reconnects = Reconnects(.forever, firstDelay: .milliseconds(500))
        let delays = (0..<9).map { _ in reconnects.next(jitter: 0.5) }
        #expect(delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
    }

    @Test(arguments: [(0, 0.8), (0.5, 1)])
    func `spreads its waits by a fifth`(jitter: Double, factor: Double) {
        var reconnects = Reconnects(.forever, firstDelay: .seconds(10))
        #expect(reconnects.next(jitter: jitter)?.millisecondsRoundedUp == Int(10_000 * factor))
    }

    @Test(arguments: [0, 1, 3])
    func `gives up after the last attempt`(limit: Int) {
        var reconnects = Reconnects(.upTo(limit), firstDelay: .seconds(1))
        for _ in 0..<limit { #expect(reconnects.next(jitter: 0) != nil) }
        #expect(reconnects.next(jitter: 0) == nil)
        #expect(reconnects.attempts == limit)
    }

    @Test func `counts afresh after a connection that was worth it`() {
        var reconnects = Reconnects(.upTo(1), firstDelay: .seconds(1))
        #expect(reconnects.next(jitter: 0.5) == .seconds(1))
        reconnects.connectionWasWorthIt()
        #expect(reconnects.next(jitter: 0.5) == .seconds(1))
        #expect(reconnects.next(jitter: 0.5) == nil)
    }

    @Test func `never stops or overflows when it goes on for ever`() {
        var reconnects = Reconnects(.forever, firstDelay: .seconds(60))
        for _ in 0..<10_000 { #expect(reconnects.next(jitter: 0.5) == .seconds(60)) }
    }
}
