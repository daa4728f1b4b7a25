/// Decides from the time alone when to ping and when to give up. While an answer is due, only that one counts.
struct Keepalive: Sendable {
    private let interval: Duration
    private var lastHeard: ContinuousClock.Instant
    private var pinged: ContinuousClock.Instant?
    private var answer: (by: ContinuousClock.Instant, within: Duration)?

    init(interval: Duration, now: ContinuousClock.Instant) {
        self.interval = interval
        lastHeard = now
    }

    enum Due: Sendable, Hashable {
        case nothing
        case ping
        /// No byte for so long.
        case silent(Duration)
        /// An answer that was asked for did not come within this time.
        case unanswered(Duration)
    }
}

extension Keepalive {
    var deadline: ContinuousClock.Instant? {
        if let answer { return answer.by }
        return interval > .zero ? (pinged ?? lastHeard).advanced(by: interval) : nil
    }

    mutating func heard(now: ContinuousClock.Instant) {
        lastHeard = now
        pinged = nil
    }

    mutating func expectAnswer(within duration: Duration, now: ContinuousClock.Instant) {
        answer = (now.advanced(by: duration), duration)
    }

    mutating func answered() {
        answer = nil
    }

    mutating func tick(now: ContinuousClock.Instant) -> Due {
        if let answer { return now >= answer.by ? .unanswered(answer.within) : .nothing }
        guard interval > .zero else { return .nothing }
        let silence = lastHeard.duration(to: now)
        // Whoever was stopped himself has not heard anything either: nothing counts before the ping.
        if let pinged { return now >= pinged.advanced(by: interval) ? .silent(silence) : .nothing }
        guard silence >= interval else { return .nothing }
        pinged = now
        return .ping
    }
}
