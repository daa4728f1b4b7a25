/// The 14 methods, as the real worker carries them out.
extension Backend {
    /// Carries out a client's message; what only the sender sees goes to `tell`.
    func carryOut(_ message: [UInt8], on name: WorkerName, tell: (String) throws -> Void) throws {
        do {
            try carryOut(try Method(message), on: name, tell: tell)
        } catch let refusal as Refusal {
            try tell(Said.error("internal", "malformed protocol method frame: \(refusal.reason)"))
        }
    }

    /// Carries out a method; refusals by the Runtime go to `tell`, those by the worker to everybody.
    func carryOut(_ method: Method, on name: WorkerName, tell: (String) throws -> Void) throws {
        guard let state = store.state(name), state.ended == nil else {
            let reason =
                name.isEmbedded
                ? "invalid request: worker \(name.worker) is cancelled"
                : "worker \(name.worker) execution Restore returned Rejected: worker \(name.worker) is cancelled"
            return try tell(Said.error("internal", reason))
        }
        if state.log.isStopped { store.record(.restored(name)) }
        let life = lives[name]
        switch method.name {
        case "run": try run(method, life, tell)
        case "notify": life.notify(method.params.string("message"), runs: method.params["auto_run"] as? Bool ?? true)
        case "worker_event": if !life.begin(.workerEvent(JSONText.encode(method.params))) { try tell(busy(name)) }
        case "cancel": if !life.cancel() { say(.notRunning, name) }
        case "pause": if !life.pause() { say(.notRunning, name) }
        case "resume":
            guard let resumed = life.resume() else { return try tell(busy(name)) }
            if !resumed { say(.notPaused, name) }
        case "compact": if !life.say(unlessBusy: \.compaction) { try tell(busy(name)) }
        case "list_rewind_targets": if !life.say(unlessBusy: { [$0.rewindTargets] }) { say(.alreadyRunning, name) }
        case "rewind_to": if !life.say(unlessBusy: { rewind($0, method) }) { say(.alreadyRunning, name) }
        case "shutdown": life.shutDown()
        case "list_completions":
            if name.isEmbedded && options.freezes { freezer.freeze() }
            try tell(completions(method.params.string("prefix")))
        case "list_workers": say(workersListed(name), name)
        default: say(registry(method, name), name)
        }
    }

    /// The files below the worker's folder that begin so.
    static func files(_ prefix: String) -> String {
        [".git", "README.md", "tests", "wc.py"].filter { $0.hasPrefix(prefix) }
            .map { #"{"value":"\#($0)","is_dir":\#($0 == "tests")}"# }.joined(separator: ",")
    }
}

private extension Backend {
    enum Reply {
        case notRunning, notPaused, alreadyRunning
    }

    func say(_ event: String, _ name: WorkerName) { store.record(.published(name, payload: event)) }

    func say(_ reply: Reply, _ name: WorkerName) {
        switch reply {
        case .notRunning: say(Said.error("not_running", "Worker is not running"), name)
        case .notPaused: say(Said.error("not_paused", "Worker is not paused"), name)
        case .alreadyRunning: say(Said.error("already_running", "Worker is already running"), name)
        }
    }

    func busy(_ name: WorkerName) -> String {
        Said.error(
            "internal",
            "worker \(name.worker) execution ProtocolMethod returned Busy: Worker is already running; runtime adapter v0 "
                + "does not queue protocol methods")
    }

    /// Kinds of segments that this API does not know become `unknown`, and an alert mentions it.
    func run(_ method: Method, _ life: WorkerLife, _ tell: (String) throws -> Void) throws {
        let known = ["text", "paste", "file_ref", "image", "flow"]
        let segments = (method.params["input"] as? [[String: Any]] ?? []).map {
            known.contains($0.string("kind")) ? $0 : ["kind": "unknown"]
        }
        if segments.contains(where: { $0.string("kind") == "flow" }) {
            let refusal = Said.error("internal", "Flow input rejected: the profile has no such feature")
            if !life.say(unlessBusy: { _ in [Said.status("running"), refusal, Said.status("idle")] }) {
                try tell(busy(life.name))
            }
            return
        }
        guard life.begin(.input(segments: JSONText.encode(segments: segments), isPosted: false)) else {
            return try tell(busy(life.name))
        }
        if segments.contains(where: { $0.string("kind") == "unknown" }) {
            say(
                Said.alert("received unknown segment kind from a newer client; passed to LLM as placeholder"), life.name
            )
        }
    }

    func rewind(_ log: WorkerLog, _ method: Method) -> [String] {
        let target = method.params["target"] as? [String: Any] ?? [:]
        switch log.rewind(to: target, expecting: method.params["expected_head_entries"] as? Int) {
        case .success(let applied): return [applied, Said.status("idle")]
        case .failure(let refusal): return [Said.error("invalid_request", refusal.reason)]
        }
    }

    func completions(_ prefix: String) -> String {
        #"{"event":"completions","data":{"kind":"file","entries":[\#(Self.files(prefix))]}}"#
    }

    func workersListed(_ name: WorkerName) -> String {
        let workers = store.names.filter { $0.workspace == name.workspace }.map {
            """
            {"state":"readable","visibility":"\($0 == name ? "self_worker" : "peer")",\
            "worker_name":\(JSONText.string("worker-runtime-" + $0.worker))}
            """
        }
        return #"{"event":"workers_listed","data":{"workers":[\#(workers.joined(separator: ","))]}}"#
    }

    /// `restore_worker` and `register_peer` know the workers of the Workspace by their ids.
    func registry(_ method: Method, _ name: WorkerName) -> String {
        let wanted = method.params.string("name")
        guard store.names.contains(where: { $0.workspace == name.workspace && $0.worker == wanted }) else {
            return Said.error("invalid_request", "worker state missing for `\(wanted)`")
        }
        let other = JSONText.string(wanted)
        return method.name == "restore_worker"
            ? #"{"event":"worker_restored","data":{"result":{"action":"already_live","worker_name":\#(other)}}}"#
            : #"{"event":"peer_registered","data":{"result":{"peer":\#(other),"source":\#(JSONText.string(name.worker))}}}"#
    }
}
