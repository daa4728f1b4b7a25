import Foundation

/// What the protocol API answers.
extension Backend {
    func protocolAnswer(_ route: Route, _ request: Request) -> Response {
        switch route.place {
        case .workspaces, .workspace, .workers, .worker, .runtimes, .runtimeWorkers:
            return catalog(route, request)
        case .runtimeWorker(let given):
            if let refusal = protocolRefusal(given) { return refusal }
            let name = resolved(given)
            return store.isDown(name.runtime) ? unreachable(name) : .json(item(name, key(of: name), isDetailed: true))
        case .operation(let given, let operation):
            if operation != .restore, let refusal = bodyRefusal(request, wanting: []) { return refusal }
            if let refusal = protocolRefusal(given) { return refusal }
            let name = resolved(given)
            return store.isDown(name.runtime) ? unreachable(name) : operate(operation, name, request)
        default: return Handshake.refusal(request) ?? Response(status: 500)
        }
    }

    /// Why the worker that a path names cannot be found; nil if it can.
    func protocolRefusal(_ name: WorkerName) -> Response? {
        guard store.state(resolved(name)) == nil else { return nil }
        return .refusal(404, "Not Found", "unknown worker `\(name.worker)` in runtime `\(name.runtime)`")
    }

    /// A short key names its Worker.
    func resolved(_ name: WorkerName) -> WorkerName {
        guard store.state(name) == nil, let number = name.worker.hasPrefix("W-") ? Int(name.worker.dropFirst(2)) : nil
        else { return name }
        let all = store.names.filter { $0.workspace == name.workspace }
        return all.indices.contains(number - 1) && all[number - 1].runtime == name.runtime ? all[number - 1] : name
    }

    /// The short keys of a Workspace's workers.
    func keys(in workspace: String) -> [WorkerName: String] {
        let all = store.names.filter { $0.workspace == workspace }
        return Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, "W-\($0 + 1)") })
    }

    func key(of name: WorkerName) -> String { keys(in: name.workspace)[name] ?? "" }

    /// A WORKER of the lists.
    func item(_ name: WorkerName, _ key: String, isDetailed: Bool = false) -> String {
        let kind = name.isEmbedded ? "embedded_worker_runtime" : "remote_worker_runtime"
        return """
            {\(identity(name)),"resource_key":"\(key)","host_id":"fixture",\
            "display_name":\(JSONText.string(name.worker)),"label":\(JSONText.string(name.worker)),\
            "profile":"builtin:coder","singleton_key":null,"tags":["profile:builtin:coder"],\
            "workspace":{"visibility":"remote_runtime","identity":"runtime_registry_worker",\
            "workspace_id":\(JSONText.string(name.workspace))},"state":"\(store.state(name)?.word ?? "missing")",\
            "last_seen_at":null,"pinned":false,"retention_state":"normal",\
            "implementation":{"kind":"\(kind)","display_hint":"a scripted Worker"},\
            "capabilities":{"can_stop":true,"can_spawn_followup":false},"diagnostics":[]\
            \(isDetailed ? ",\"updated_at\":\"1795646660000\"" : "")}
            """
    }
}

private extension Backend {
    func unreachable(_ name: WorkerName) -> Response {
        .refusal(502, "Bad Gateway", "Runtime '\(name.runtime)' cannot be reached: Connection refused")
    }

    func operate(_ operation: Route.Operation, _ name: WorkerName, _ request: Request) -> Response {
        switch operation {
        case .input: return protocolInput(name, request)
        case .cancel:
            if store.state(name)?.ended == nil {
                if lives[name].cancel() { waitUntil { store.state(name)?.log.status == "idle" } }
                store.record(.ended(name, how: "cancelled"))
            }
            return accepted(name, note: name.isEmbedded ? nil : "cancelled")
        case .stop:
            if store.state(name)?.ended == nil {
                lives[name].shutDown()
                waitUntil { store.state(name)?.log.isStopped == true }
            }
            return accepted(name, note: name.isEmbedded ? nil : "stopped")
        case .restore: return restore(name)
        case .completions:
            if name.isEmbedded && options.freezes { freezer.freeze() }
            let body = JSONText.object(request.body) ?? [:]
            guard body.string("kind") == "file" else {
                return wrongType(
                    request, "kind: unknown variant `\(body.string("kind"))`, expected `file`",
                    at: column(of: body.string("kind"), in: request))
            }
            let prefix = body.string("prefix")
            return .json(
                """
                {\(identity(name)),"kind":"file","prefix":\(JSONText.string(prefix)),\
                "entries":[\(Self.files(prefix))],"diagnostics":[]}
                """)
        }
    }

    func protocolInput(_ name: WorkerName, _ request: Request) -> Response {
        if let refusal = bodyRefusal(request, wanting: ["content"]) { return refusal }
        let body = JSONText.object(request.body) ?? [:]
        let kind = body["kind"] as? String ?? "user"
        let content = body.string("content")
        guard store.state(name)?.ended == nil else { return rejected(name, nil) }
        if store.state(name)?.log.isStopped == true { store.record(.restored(name)) }
        switch kind {
        case "user":
            let segments = body["segments"] as? [[String: Any]]
            let isBlank = content.allSatisfy(\.isWhitespace)
            guard segments.map({ !$0.isEmpty }) ?? !isBlank else { return rejected(name, nil) }
            let json =
                segments.map(JSONText.encode(segments:)) ?? #"[{"kind":"text","content":\#(JSONText.string(content))}]"#
            let count = inputs(name)
            guard lives[name].begin(.input(segments: json, isPosted: true)) else {
                return rejected(
                    name, "Input with Busy: Worker is already running; runtime adapter v0 does not queue input")
            }
            // It is accepted when it is in the log.
            waitUntil { inputs(name) != count || store.state(name)?.log.status == "idle" }
            return accepted(name)
        case "notify": lives[name].notify(content, runs: true)
        case "compact": _ = lives[name].say(unlessBusy: \.compaction)
        case "list_rewind_targets": _ = lives[name].say(unlessBusy: { [$0.rewindTargets] })
        case "register_peer": break
        default:
            return wrongType(
                request,
                "kind: unknown variant `\(kind)`, expected one of `user`, `notify`, `compact`, `list_rewind_targets`, "
                    + "`register_peer`", at: column(of: kind, in: request))
        }
        return accepted(name)
    }

    func inputs(_ name: WorkerName) -> Int {
        store.state(name)?.log.entries.reduce(0) { $0 + ($1.kind == "user_input" ? 1 : 0) } ?? 0
    }

    func waitUntil(_ isSo: () -> Bool) {
        for _ in 0..<2_000 where !isSo() { Thread.sleep(forTimeInterval: 0.001) }
    }

    func restore(_ name: WorkerName) -> Response {
        let isOver = store.state(name)?.ended != nil
        if !isOver { store.record(.restored(name)) }
        let result =
            isOver
            ? #"{"state":"rejected","worker":null,"diagnostics":[\#(refusal(name, nil))]}"#
            : #"{"state":"accepted","worker":\#(item(name, key(of: name))),"diagnostics":[]}"#
        return .json(#"{"workspace_id":\#(JSONText.string(name.workspace)),\#(identity(name)),"result":\#(result)}"#)
    }

    func accepted(_ name: WorkerName, note: String? = nil) -> Response {
        let diagnostics = note.map {
            """
            {"code":"remote_runtime_lifecycle_accepted","severity":"info","message":"Remote Runtime acknowledged \
            lifecycle operation for '\(name.worker)' with status \($0)"}
            """
        }
        return .json(#"{"state":"accepted",\#(identity(name)),"diagnostics":[\#(diagnostics ?? "")]}"#)
    }

    func rejected(_ name: WorkerName, _ reason: String?) -> Response {
        .json(#"{"state":"rejected",\#(identity(name)),"diagnostics":[\#(refusal(name, reason))]}"#)
    }

    /// Why a Runtime refused: its execution with a reason, or else the request as such.
    func refusal(_ name: WorkerName, _ reason: String?) -> String {
        let runtime = name.isEmbedded ? "Embedded" : "Remote"
        let code =
            reason == nil
            ? (name.isEmbedded ? "embedded_runtime_invalid_request" : "invalid_request")
            : name.isEmbedded ? "embedded_worker_execution_rejected" : "worker_execution_rejected"
        let message =
            reason.map { "\(runtime) Worker execution backend rejected \($0)" }
            ?? "\(runtime) Runtime rejected the request"
        return #"{"code":"\#(code)","severity":"warning","message":\#(JSONText.string(message))}"#
    }
}

extension Response {
    /// The error body of the protocol API.
    static func refusal(_ status: Int, _ error: String, _ message: String) -> Response {
        json(
            #"{"diagnostics":[],"error":\#(JSONText.string(error)),"message":\#(JSONText.string(message))}"#,
            status: status)
    }
}
