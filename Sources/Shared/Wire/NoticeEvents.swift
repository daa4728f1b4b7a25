/// Something failed.
package struct WorkerError: WireObject {
    package var code = ErrorCode.internalError
    package var message = ""
    /// The program that made it; `nil` for the Worker's own.
    package private(set) var origin: String?
    /// What one of our programs reports; `nil` for the Worker's own, and for a kind of another version.
    package var kind: ErrorKind? { kindName.flatMap(ErrorKind.init) }
    private var kindName: String?
    package var residue = Residue()

    package init() {}
    package init(code: ErrorCode, message: String) { (self.code, self.message) = (code, message) }
    package init(kind: ErrorKind, origin: ErrorOrigin, _ message: String) {
        (self.message, self.origin, kindName) = (message, origin.rawValue, kind.rawValue)
    }

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("code", &code)
        try visitor.required("message", &message)
        try visitor.optional("origin", &origin)
        try visitor.optional("kind", &kindName)
    }
}

/// Something a person should know.
package struct Alert: WireObject {
    package var level = AlertLevel.warn
    package var source = AlertSource.worker
    package var message = ""
    /// Milliseconds since 1970; 0 where nobody knows.
    package var timestampMilliseconds: Int64 = 0
    package var residue = Residue()

    package init() {}
    package init(_ level: AlertLevel, from source: AlertSource, _ message: String) {
        (self.level, self.source, self.message) = (level, source, message)
    }

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("level", &level)
        try visitor.required("source", &source)
        try visitor.required("message", &message)
        try visitor.required("timestamp_ms", &timestampMilliseconds)
    }
}

/// News from the Worker's memory keeping, which runs beside the runs.
package struct MemoryWorker: WireObject {
    package var worker = ""
    package var status = ""
    package var runID = ""
    package var trigger = ""
    package var reason = ""
    package var message = ""
    /// Milliseconds since 1970.
    package var timestampMilliseconds: Int64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("worker", &worker)
        try visitor.required("status", &status)
        try visitor.required("run_id", &runID)
        try visitor.required("trigger", &trigger)
        try visitor.required("reason", &reason)
        try visitor.required("message", &message)
        try visitor.required("timestamp_ms", &timestampMilliseconds)
    }
}

/// Compaction succeeded: the history goes on in a new segment.
package struct CompactDone: WireObject {
    /// A UUID.
    package var newSegmentID = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("new_segment_id", &newSegmentID)
    }
}

/// Compaction failed.
package struct CompactFailed: WireObject {
    package var error = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("error", &error)
    }
}
