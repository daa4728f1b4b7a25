/// An event of our own: an `error`, or one from a transcript.
package struct LocalEvent: Hashable, Sendable {
    package let name: String
    /// The event on one line, without a line break.
    package let line: [UInt8]

    /// - Parameter data: Writes the members of the payload.
    init(_ name: String, _ data: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object {
            $0.member("event", name)
            $0.key("data")
            $0.object(data)
        }
        self.name = name
        line = writer.bytes
    }
}

extension LocalEvent {
    /// An `error` event with code `internal`, and with what distinguishes it from the Worker's.
    package static func error(kind: ErrorKind, origin: ErrorOrigin, _ message: String) -> Self {
        Self("error") {
            $0.member("code", ErrorCode.internalError.rawValue)
            $0.member("message", message)
            $0.member("origin", origin.rawValue)
            $0.member("kind", kind.rawValue)
        }
    }

    /// The snapshot that begins a stream whose history comes from a transcript.
    static func snapshot(of target: Target) -> Self {
        Self("snapshot") {
            $0.member("entries", [String]())
            $0.key("greeting")
            $0.object {
                $0.member("worker_name", target.workerID)
                $0.member("cwd", "")
                $0.member("provider", "backend-runtime-api")
                $0.member("model", target.runtimeID)
                $0.member("scope_summary", "Worker observed through the Backend")
                $0.member("tools", [String]())
                $0.member("context_window", UInt64(0))
                $0.member("context_tokens", UInt64(0))
            }
            $0.member("status", WorkerStatus.idle.rawValue)
        }
    }

    static func userMessage(_ segments: [InputSegment]) -> Self {
        Self("user_message") { $0.member("segments", segments) }
    }

    static func textDelta(_ text: String) -> Self { Self("text_delta") { $0.member("text", text) } }

    static func textDone(_ text: String) -> Self { Self("text_done") { $0.member("text", text) } }

    /// An `alert` of level `warn` in the Worker's name, without a time.
    static func alert(_ message: String) -> Self {
        Self("alert") {
            $0.member("level", "warn")
            $0.member("source", "worker")
            $0.member("message", message)
            $0.member("timestamp_ms", UInt64(0))
        }
    }
}
