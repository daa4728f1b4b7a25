/// One text message of the observation WebSocket, as positions in its bytes: nothing is copied.
///
/// `{"kind":"event","envelope":{"cursor","event_id","runtime_id","worker_id","payload":<event>}}` or
/// `{"kind":"diagnostic","diagnostic":{"code","message"}}`
enum ObservationFrame: Hashable, Sendable {
    case event(Envelope)
    case diagnostic(code: String, message: String)

    /// Where the parts of an event's envelope are.
    struct Envelope: Hashable, Sendable {
        var cursor: JSONStringRange
        var runtimeID: JSONStringRange
        var workerID: JSONStringRange
        /// The event, exactly as the Worker wrote it.
        var payload: Range<Int>
        /// The event's name, inside the payload.
        var name: JSONStringRange
    }

    /// Parses and validates a whole message.
    init(_ message: Bytes) throws(MessageError) {
        var parser = ObservationFrameParser()
        do throws(JSONError) {
            try parser.parse(message)
        } catch {
            throw .notJSON(error)
        }
        self = try parser.frame(in: message)
    }
}

/// Why a message is not what the API sends.
enum MessageError: Error, Hashable {
    case notJSON(JSONError)
    /// Valid JSON of another shape; the reason as a sentence.
    case wrongShape(String)
}

extension MessageError: CustomStringConvertible {
    var description: String {
        switch self {
        case .notJSON(let error): error.description
        case .wrongShape(let reason): reason
        }
    }
}
