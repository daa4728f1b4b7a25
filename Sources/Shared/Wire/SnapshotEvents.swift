/// The state of the Worker, sent once at the start of a connection.
package struct Snapshot: Hashable, Sendable {
    package var entries: WireList<LogEntry>
    package var greeting: Greeting
    package var status: WorkerStatus
    package var inFlight: InFlight
    package var internalWorkers: [InternalWorkerSnapshot]

    init(_ data: Fields) {
        entries = data["entries"] ?? WireList()
        greeting = Greeting(Fields(data["greeting"] ?? .null))
        status = data["status"] ?? .idle
        inFlight = InFlight(Fields(data["in_flight"] ?? .null))
        internalWorkers = data["internal_workers"] ?? []
    }
}

extension Snapshot {
    /// The state of a sub-Worker, as if it were a Worker of its own.
    package init(of worker: InternalWorkerSnapshot) {
        self.init(Fields(.null))
        entries = worker.entries
        greeting.workerName = worker.worker.name
        status = worker.status
        inFlight = worker.inFlight
        internalWorkers = worker.internalWorkers
    }
}

/// Facts about the Worker from when it was started, so numbers can be old.
package struct Greeting: Hashable, Sendable {
    package var workerName: String
    package var cwd: String
    package var provider: String
    package var model: String
    package var contextWindow: UInt64

    init(_ fields: Fields) {
        workerName = fields["worker_name"] ?? ""
        cwd = fields["cwd"] ?? ""
        provider = fields["provider"] ?? ""
        model = fields["model"] ?? ""
        contextWindow = fields["context_window"] ?? 0
    }
}

/// The state of a sub-Worker.
package struct InternalWorkerSnapshot: Hashable, Sendable {
    package var worker: InternalWorker
    /// The revision of the last event in the snapshot.
    package var revision: UInt64
    package var entries: WireList<LogEntry>
    package var status: WorkerStatus
    /// Why it failed.
    package var error: String?
    package var inFlight: InFlight
    package var internalWorkers: [InternalWorkerSnapshot]
}

extension InternalWorkerSnapshot: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        worker = try fields.required("worker")
        revision = fields["revision"] ?? 0
        entries = fields["entries"] ?? WireList()
        status = fields["status"] ?? .idle
        error = fields["error"]
        inFlight = InFlight(Fields(fields["in_flight"] ?? .null))
        internalWorkers = fields["internal_workers"] ?? []
    }
}

/// What has been streamed but is not in the log yet; can be stale unless the status is running.
package struct InFlight: Hashable, Sendable {
    package var blocks: [InFlightBlock]
    package var commands: [CommandProgress]

    init(_ fields: Fields) {
        blocks = fields["blocks"] ?? []
        commands = fields["commands"] ?? []
    }
}

/// One unfinished block.
package enum InFlightBlock: Hashable, Sendable {
    case text(String, isFinished: Bool)
    case thinking(String, isFinished: Bool)
    case toolCall(InFlightToolCall)
    /// An unknown kind.
    case unknown
}

extension InFlightBlock: WireDecodable {
    package init(json: JSON, mode: DecodingMode) {
        let block = Fields(json)
        let text = block["text"] ?? ""
        let isFinished = block["finished"] ?? false
        self =
            switch block["kind"] ?? "" {
            case "text": .text(text, isFinished: isFinished)
            case "thinking": .thinking(text, isFinished: isFinished)
            case "tool_call": .toolCall(InFlightToolCall(block))
            default: .unknown
            }
    }
}

/// A tool call so far.
package struct InFlightToolCall: Hashable, Sendable {
    package var id: String
    package var name: String
    package var args: String
    package var state: ToolCallState

    init(_ block: Fields) {
        id = block["id"] ?? ""
        name = block["name"] ?? ""
        args = block["args"] ?? ""
        state = block["state"] ?? .pending
    }
}
