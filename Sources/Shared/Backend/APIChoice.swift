/// Which of the Backend's APIs to speak.
package enum APIChoice: String, ArgumentChoice {
    /// The protocol API, or the events API where the Backend does not know that.
    case auto
    case events
    case `protocol`
}

extension APIChoice {
    /// The API to try first, and the one to fall back to if the Backend does not know that.
    ///
    /// - Parameters:
    ///   - checkpoint: Where to resume; it belongs to one API, which is then the only one tried.
    ///   - printsHistory: Whether the history is wanted.
    ///   - beginsNow: Whether, without a checkpoint, only what happens from now on is wanted.
    ///   - origin: The program, for `error` events of our own.
    ///   - snapshotLimit: How long the first message of the protocol API may take.
    /// - Throws: `Failure` with status 64 for a checkpoint of the other API.
    package func value(
        for target: Target, from checkpoint: Checkpoint?, printsHistory: Bool, beginsNow: Bool = false,
        origin: ErrorOrigin, snapshotLimit: Duration
    ) throws(Failure) -> (any BackendAPI, or: (any BackendAPI)?) {
        func events(_ cursor: EventCursor?) -> EventsSocket {
            // The events API has no Workspaces; one from a directory's settings does not count.
            var target = target
            if target.workspace?.isAssumed == true { target.workspace = nil }
            return EventsSocket(target, after: cursor, printsHistory: printsHistory, beginsNow: beginsNow)
        }
        switch checkpoint {
        case .cursor(let cursor):
            guard self != .protocol else {
                throw Failure(.usage, at: "\(cursor)", "the protocol API has no cursors", advice: "give --cursor-file")
            }
            return (events(cursor), nil)
        case .log(let log):
            guard self != .events,
                let socket = ProtocolSocket(
                    target, log: log, printsHistory: printsHistory, origin: origin, limit: snapshotLimit)
            else {
                throw Failure(
                    .usage, at: target.label, "the cursor file cannot be used with this API",
                    advice: "remove the file to start over")
            }
            return (socket, nil)
        case nil:
            let socket = ProtocolSocket(
                target, printsHistory: printsHistory && !beginsNow, origin: origin, limit: snapshotLimit)
            return switch self {
            case .auto: (socket, events(nil))
            case .events: (events(nil), nil)
            case .protocol: (socket, nil)
            }
        }
    }
}
