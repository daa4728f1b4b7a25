/// Something failed.
package struct WorkerError: Hashable, Sendable {
    package var code: ErrorCode
    package var message: String
    /// The program that made the event; nil for the Worker's own.
    package var origin: String?
    /// What one of our programs reports; nil for the Worker's own, and for an unknown kind.
    package var kind: ErrorKind?

    init(_ data: Fields) throws(WireError) {
        code = data["code"] ?? .internalError
        message = try data.required("message")
        origin = data["origin"]
        kind = data["kind"].flatMap(ErrorKind.init)
    }
}

/// Something that the user should know.
package struct Alert: Hashable, Sendable {
    package var level: AlertLevel
    package var source: AlertSource
    package var message: WireText
    /// Milliseconds since 1970; 0 if unknown.
    package var milliseconds: Int64

    init(_ data: Fields) {
        level = data["level"] ?? .warn
        source = data["source"] ?? .worker
        message = data["message"] ?? WireText("")
        milliseconds = data["timestamp_ms"] ?? 0
    }
}

/// News from the upkeep of the Worker's memory, which is independent of runs.
package struct MemoryWorker: Hashable, Sendable {
    package var worker: String
    package var status: String
    package var reason: String
    /// Milliseconds since 1970.
    package var milliseconds: Int64?

    init(_ data: Fields) {
        worker = data["worker"] ?? ""
        status = data["status"] ?? ""
        reason = data["reason"] ?? ""
        milliseconds = data["timestamp_ms"]
    }
}
