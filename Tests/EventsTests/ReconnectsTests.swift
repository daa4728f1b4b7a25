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

    @Test func `counts afresh after a healthy connection`() {
        var reconnects = Reconnects(.upTo(1), firstDelay: .seconds(1))
        #expect(reconnects.next(jitter: 0.5) == .seconds(1))
        reconnects.connectionIsHealthy(age: .zero)
        #expect(reconnects.next(jitter: 0.5) == .seconds(1))
        #expect(reconnects.next(jitter: 0.5) == nil)
    }

    @Test func `never stops or overflows when it goes on for ever`() {
        var reconnects = Reconnects(.forever, firstDelay: .seconds(60))
        for _ in 0..<10_000 { #expect(reconnects.next(jitter: 0.5) == .seconds(60)) }
    }

    @Test func `never spins, even with no delay at all`() {
        var reconnects = Reconnects(.forever, firstDelay: .zero)
        let delays = (0..<20).compactMap { _ in reconnects.next(jitter: 0.5) }
        #expect(delays.first == .zero && delays.dropFirst().allSatisfy { $0 > .zero } && delays.last == .seconds(30))
    }

    @Test(arguments: [(0, 1), (7, 7), (30, 30), (86_400, 30)])
    func `waits as long as the server asks, up to thirty seconds`(asked: Int, seconds: Int) {
        var reconnects = Reconnects(.forever, firstDelay: .seconds(1))
        #expect(reconnects.next(jitter: 0.5, after: .seconds(asked)) == .seconds(seconds))
    }

    @Test func `starts afresh without an attempt, but only once between connections that lived`() {
        var reconnects = Reconnects(.upTo(0), firstDelay: .seconds(1))
        let first = [reconnects.startAfresh(), reconnects.startAfresh()]
        #expect(first == [true, false])
        reconnects.connectionIsHealthy(age: .seconds(1))
        let tooEarly = reconnects.startAfresh()
        reconnects.connectionIsHealthy(age: Reconnects.healthyAge)
        let again = reconnects.startAfresh()
        #expect([tooEarly, again] == [false, true])
        #expect(reconnects.attempts == 0)
    }

    @Test func `knows a healthy connection by its events or its age`() {
        let opened = ContinuousClock.now
        var life = ConnectionLife()
        #expect(!life.isHealthy(now: opened + .seconds(3_600)))
        life.opened = opened
        #expect(!life.isHealthy(now: opened + .milliseconds(9_999)))
        #expect(life.isHealthy(now: opened + .seconds(10)))
        life.hasDelivered = true
        #expect(life.isHealthy(now: opened))
    }
}
