/// What a client can send to a Worker: 14 methods.
///
/// On the wire `{"method":NAME,"params":{…}}`; methods without parameters have no `params`.
package enum Method: Hashable, Sendable {
    case run([InputSegment])
    /// `autoRun`: Whether it starts a run of an idle Worker.
    case notify(message: String, autoRun: Bool)
    case cancel, shutdown, pause, resume, compact
    case listCompletions(kind: CompletionKind, prefix: String)
    case listRewindTargets
    case rewindTo(RewindTargetID, expectedHeadEntries: UInt64)
    case listWorkers
    case restoreWorker(name: String)
    case registerPeer(name: String)
    case workerEvent(WorkerEvent)
}

extension Method: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard json.kind == .object else { throw WireError(.expected("a method, that is an object"), json) }
        let method = try Fields(json, mode: mode)
        try method.allowOnly("method", "params")
        let name: String = try method.required("method")
        let params: JSON? = method["params"]
        if let plain = Self.plain[name] {
            // As in upstream: null means no parameters, {} does not.
            if let params, params.kind != .null { throw WireError(.unknownField, params, path: "params") }
            self = plain
            return
        }
        guard Self.names.contains(name) else {
            throw WireError(.unknownWord(Self.names), try method.required("method"), path: "method")
        }
        guard let params else { throw WireError(.missing, json, path: "params") }
        do throws(WireError) {
            self = try Self.method(name, params, mode)
        } catch {
            throw error.inside("params")
        }
    }

    private static func method(_ name: String, _ json: JSON, _ mode: DecodingMode) throws(WireError) -> Method {
        let params = try Fields(json, mode: mode)
        switch name {
        case "run":
            try params.allowOnly("input")
            return .run(try params.required("input"))
        case "notify":
            try params.allowOnly("message", "auto_run")
            return .notify(
                message: try params.required("message"), autoRun: try params.optional("auto_run", or: true))
        case "list_completions":
            try params.allowOnly("kind", "prefix")
            return .listCompletions(kind: try params.required("kind"), prefix: try params.required("prefix"))
        case "rewind_to":
            try params.allowOnly("target", "expected_head_entries")
            return .rewindTo(
                try params.required("target"), expectedHeadEntries: try params.required("expected_head_entries"))
        case "worker_event": return .workerEvent(try WorkerEvent(json: json, mode: mode))
        default:
            try params.allowOnly("name")
            let worker: String = try params.required("name")
            return name == "restore_worker" ? .restoreWorker(name: worker) : .registerPeer(name: worker)
        }
    }
}

extension Method: WireEncodable {
    package func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("method", name)
            guard Self.plain[name] == nil else { return }
            $0.key("params")
            writeParameters(to: &$0)
        }
    }

    private func writeParameters(to writer: inout JSONWriter) {
        if case .workerEvent(let event) = self { return event.write(to: &writer) }
        writer.object {
            switch self {
            case .run(let input): $0.member("input", input)
            case .notify(let message, let autoRun):
                $0.member("message", message)
                $0.member("auto_run", autoRun)
            case .listCompletions(let kind, let prefix):
                $0.member("kind", kind.rawValue)
                $0.member("prefix", prefix)
            case .rewindTo(let target, let expectedHeadEntries):
                $0.member("target", target)
                $0.member("expected_head_entries", expectedHeadEntries)
            case .restoreWorker(let name), .registerPeer(let name): $0.member("name", name)
            default: break
            }
        }
    }
}

extension Method {
    /// The names of all methods.
    package static let names =
        ["run", "notify", "list_completions", "rewind_to", "restore_worker", "register_peer", "worker_event"]
        + plain.keys.sorted()

    /// The method's name on the wire.
    package var name: String {
        switch self {
        case .run: "run"
        case .notify: "notify"
        case .cancel: "cancel"
        case .shutdown: "shutdown"
        case .pause: "pause"
        case .resume: "resume"
        case .compact: "compact"
        case .listCompletions: "list_completions"
        case .listRewindTargets: "list_rewind_targets"
        case .rewindTo: "rewind_to"
        case .listWorkers: "list_workers"
        case .restoreWorker: "restore_worker"
        case .registerPeer: "register_peer"
        case .workerEvent: "worker_event"
        }
    }

    private static let plain: [String: Method] = [
        "cancel": .cancel, "shutdown": .shutdown, "pause": .pause, "resume": .resume, "compact": .compact,
        "list_rewind_targets": .listRewindTargets, "list_workers": .listWorkers,
    ]
}

/// A point in the history that the session can be rewound to.
package struct RewindTargetID: Hashable, Sendable {
    /// A UUID.
    package var segmentID: String
    var userInputEntryIndex: UInt64
}

extension RewindTargetID: WireDecodable, WireEncodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: mode)
        try fields.allowOnly("segment_id", "user_input_entry_index")
        segmentID = try fields.required("segment_id")
        userInputEntryIndex = try fields.required("user_input_entry_index")
    }

    package func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("segment_id", segmentID)
            $0.member("user_input_entry_index", userInputEntryIndex)
        }
    }
}
