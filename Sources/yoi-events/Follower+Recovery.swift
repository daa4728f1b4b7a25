internal import Shared

extension Follower {
    /// Reports a lost connection and waits for the next attempt.
    ///
    /// - Throws: ``Stop/failed(_:)`` where another attempt would bring nothing, or was one too many.
    mutating func recover(from loss: Loss) throws(Stop) {
        if loss.isEvent {
            let sentence = "The event stream of \(target.label) was lost: \(loss.reason)"
            try printer.print(.error(kind: .connectionLost, origin: .events, sentence), on: loop)
        }
        try loop.flush()
        guard !loss.isFinal else {
            throw .failed(Failure(loss.status, at: target.label, loss.reason, advice: loss.advice))
        }
        if loss.asksForFreshStart, reconnects.startAfresh() {
            return messages.notice(Diagnostic(at: target.label, "\(loss.reason); starting afresh"))
        }
        let isFirst = reconnects.attempts == 0
        guard let delay = reconnects.next(jitter: .random(in: 0...1), after: loss.retryAfter) else {
            throw try giveUp(loss)
        }
        if isFirst { messages.notice(Diagnostic(at: target.label, "\(loss.reason); trying again")) }
        messages.detail("attempt \(reconnects.attempts) in \(delay)")
        let end = Instant.now + delay
        while Instant.now < end { try loop.wait(until: end) }
    }

    /// The connection has proved healthy: the outage, if there was one, is over.
    mutating func noteHealth(age: Duration) {
        if reconnects.attempts > 0 {
            messages.notice(Diagnostic(at: target.label, "connected again (attempt \(reconnects.attempts))"))
        }
        reconnects.connectionIsHealthy(age: age)
    }

    private mutating func giveUp(_ loss: Loss) throws(Stop) -> Stop {
        let attempts =
            switch reconnects.attempts {
            case 0: "without an attempt to connect again"
            case 1: "after 1 attempt to connect again"
            case let count: "after \(count) attempts to connect again"
            }
        let sentence = "The event stream of \(target.label) ended \(attempts)"
        try printer.print(.error(kind: .gaveUp, origin: .events, sentence), on: loop)
        return .failed(
            Failure(loss.status, at: target.label, "\(loss.reason); gave up \(attempts)", advice: loss.advice))
    }
}
