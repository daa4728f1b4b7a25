/// Decides when to ping and when to give up. While an answer is due, only that counts.
struct Keepalive: Sendable {
    private let interval: Duration
    private var lastHeard: Instant
    private var pinged: Instant?
    private var answer: (by: Instant, within: Duration)?
    /// Until when unread bytes may excuse a late answer: a server that never stops sending must not be excused forever.
    private var grace: Instant?

    init(interval: Duration, now: Instant) {
        self.interval = interval
        lastHeard = now
    }

    enum Due: Sendable, Hashable {
        case nothing
        case ping
        /// No byte has been received for this long.
        case silent(Duration)
        /// An answer did not arrive within this time.
        case unanswered(Duration)
    }
}

extension Keepalive {
    var deadline: Instant? {
        if let answer { return answer.by }
        return interval > .zero ? (pinged ?? lastHeard).advanced(by: interval) : nil
    }

    mutating func heard(now: Instant) {
        lastHeard = now
        pinged = nil
    }

    mutating func expectAnswer(within duration: Duration, now: Instant) {
        (answer, grace) = ((now.advanced(by: duration), duration), nil)
    }

    mutating func answered() {
        answer = nil
    }

    /// - Parameter bytesWait: Whether there may be unread bytes, which may contain the answer: the program may have
    ///   been stopped, or the machine asleep.
    mutating func tick(now: Instant, bytesWait: Bool) -> Due {
        if let answer {
            guard now >= answer.by else { return .nothing }
            guard bytesWait else { return .unanswered(answer.within) }
            let end = grace ?? now.advanced(by: answer.within)
            grace = end
            return now >= end ? .unanswered(answer.within) : .nothing
        }
        guard interval > .zero else { return .nothing }
        let silence = lastHeard.duration(to: now)
        // A program that was stopped has not heard anything either, so silence before the ping does not count.
        if let pinged { return now >= pinged.advanced(by: interval) ? .silent(silence) : .nothing }
        guard silence >= interval else { return .nothing }
        pinged = now
        return .ping
    }
}
