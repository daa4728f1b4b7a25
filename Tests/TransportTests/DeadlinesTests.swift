import Shared
import TestSupport
import Testing

@testable import Transport

@Suite struct `The deadlines` {
    @Test func `deadlines are returned in order, and none too early`() {
        var random = SplitMix(seed: 1)
        let start = Instant.now
        var deadlines = Deadlines()
        let delays = (0..<500).map { _ in Int.random(in: 0...100, using: &random) }
        for (number, delay) in delays.enumerated() { deadlines.insert(number, at: start + .seconds(delay)) }
        var seen: [Int] = []
        for second in 0...100 {
            while let (time, number) = deadlines.popDue(now: start + .seconds(second)) {
                #expect(time == start + .seconds(delays[number]) && delays[number] == second)
                seen.append(number)
            }
            #expect(deadlines.next.map { $0 > start + .seconds(second) } ?? (second >= delays.max() ?? 0))
        }
        #expect(seen.sorted() == Array(0..<500))
    }
}
