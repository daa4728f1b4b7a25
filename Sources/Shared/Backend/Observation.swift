/// What the messages of the observation WebSocket mean, over all connections of one watch.
///
/// Knows how far the stream has come, so that a reconnect loses nothing and a repeat is dropped.
package struct Observation: Sendable {
    private let target: Target
    private let runtimeID: [UInt8]
    private let workerID: [UInt8]
    private var dropsNextSnapshot = false
    /// The last good place, to resume behind; `nil` for "all that the Backend holds".
    package private(set) var cursor: Cursor?

    /// - Parameter cursor: where to resume.
    package init(of target: Target, after cursor: Cursor? = nil) {
        self.target = target
        runtimeID = Array(target.runtimeID.utf8)
        workerID = Array(target.workerID.utf8)
        self.cursor = cursor
    }
}

extension Observation {
    /// What to do about one message.
    package enum Verdict: Hashable, Sendable {
        /// Nothing: a repeat, or a snapshot that says what the transcript said.
        case drop
        /// Print the payload.
        case event(ObservationFrame.Envelope)
        /// Print an `error` event of this kind with this sentence, then the payload if there is one.
        case complain(ErrorKind, String, ObservationFrame.Envelope?)
        /// Print an `error` event with this sentence; the cursor was forgotten: leave and connect anew.
        case restart(String)
        /// Print an `error` event with this sentence and end: the Backend does not know the Worker.
        case notFound(String)
    }

    /// The transcript has been printed: the first snapshot would say it again.
    package mutating func dropNextSnapshot() { dropsNextSnapshot = true }

    package mutating func receive(_ message: Bytes) -> Verdict {
        do throws(FrameError) {
            switch try ObservationFrame(message) {
            case .event(let envelope): return take(envelope, in: message)
            case .diagnostic(let code, let text): return heed(code, text)
            }
        } catch {
            return .complain(.badFrame, "The Backend sent a message that is no observation frame: \(error)", nil)
        }
    }
}

extension Observation {
    private mutating func take(_ envelope: ObservationFrame.Envelope, in message: Bytes) -> Verdict {
        guard message.string(envelope.runtimeID, is: runtimeID), message.string(envelope.workerID, is: workerID) else {
            let other = message.string(envelope.runtimeID) + ":" + message.string(envelope.workerID)
            return .complain(
                .badFrame, "The Backend sent an event of \(other) while \(target.label) is watched; it was dropped", nil
            )
        }
        let isSnapshot = message.string(envelope.name, is: "snapshot")
        guard let next = Cursor(message.extracting(envelope.cursor.contents)) else {
            let text = message.string(envelope.cursor).prefix(80)
            return .complain(.badFrame, "The Backend sent a malformed cursor: \(text)", deliver(envelope, isSnapshot))
        }
        if let cursor, next.sequence <= cursor.sequence { return .drop }
        cursor = next
        return deliver(envelope, isSnapshot).map(Verdict.event) ?? .drop
    }

    private mutating func deliver(
        _ envelope: ObservationFrame.Envelope, _ isSnapshot: Bool
    ) -> ObservationFrame.Envelope? {
        guard isSnapshot, dropsNextSnapshot else { return envelope }
        dropsNextSnapshot = false
        return nil
    }

    private mutating func heed(_ code: String, _ text: String) -> Verdict {
        let sentence = "The Backend reports on the event stream [\(code)]: \(text)"
        switch code {
        case "backend.cursor_unknown_or_expired":
            cursor = nil
            return .restart(sentence)
        case "backend.worker_not_found": return .notFound(sentence)
        default: return .complain(.backendDiagnostic, sentence, nil)
        }
    }
}
