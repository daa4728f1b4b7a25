/// What sets off a run.
enum Opening: Sendable {
    /// Segments, as JSON. What came by POST is said twice.
    case input(segments: String, isPosted: Bool)
    case notification
    /// An event of a child worker, as JSON.
    case workerEvent(String)
}

extension RecordedRun {
    /// The same run as if this had set it off, in a worker with that log: its `number`th, so that ids do not repeat.
    func begun(by opening: Opening, in log: WorkerLog, number: Int) -> [String] {
        var events = number == 0 ? events : renumbered(number)
        if !log.entries.isEmpty {
            events.removeAll { $0.hasPrefix(#"{"event":"segment_rotated""#) && !$0.contains(#""compacted_from":{"#) }
        }
        var first: [String] = []
        if log.entries.isEmpty && !events.contains(where: { $0.hasPrefix(#"{"event":"segment_rotated""#) }) {
            first.append(Said.rotation(log.segmentStart))
        }
        if log.wasInterrupted { first.append(Said.interrupt) }
        let start = events.firstIndex { $0 == Said.status("running") }.map { $0 + 1 } ?? 0
        events.insert(contentsOf: first, at: start)
        guard let question = events.firstIndex(where: { $0.hasPrefix(#"{"event":"user_message""#) }) else {
            return events
        }
        switch opening {
        case .input(let segments, let isPosted):
            events[question] = Said.question(segments)
            // The second copy comes late every other time.
            let later =
                number % 2 == 0 ? question : events[question...].firstIndex { $0.hasPrefix(Said.callStart) } ?? question
            if isPosted { events.insert(Said.question(segments), at: later + 1) }
        case .notification: events.remove(at: question)
        case .workerEvent(let event):
            events[question] = Said.item(#"{"body":"[Notification]","event":\#(event),"kind":"worker_event"}"#)
        }
        if let word = opening.trigger {
            events = events.map { $0 == Self.invokeStart("user_send") ? Self.invokeStart(word) : $0 }
        }
        return events
    }

    /// Ids of calls and commands are a provider's, and do not repeat in one session.
    private func renumbered(_ number: Int) -> [String] {
        let names = [#""id":""#, #""tool_call_id":""#, #""command_id":""#]
        return events.map { event in
            guard event.hasPrefix(#"{"event":"tool_"#) || event.hasPrefix(#"{"event":"command""#) else { return event }
            return names.reduce(event) { $0.replacing($1, with: $1 + "r\(number)-", maxReplacements: 1) }
        }
    }

    private static func invokeStart(_ kind: String) -> String {
        #"{"event":"invoke_start","data":{"kind":"\#(kind)"}}"#
    }
}

private extension Opening {
    var trigger: String? {
        switch self {
        case .input: nil
        case .notification: "notify"
        case .workerEvent: "worker_event"
        }
    }
}
