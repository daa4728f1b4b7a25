/// What the events API answers.
extension Backend {
    func eventsAnswer(_ route: Route, _ request: Request) -> Response {
        if let worker = route.worker, let refusal = refusal(worker) { return refusal }
        switch route.place {
        case .workspace: return eventsWorkspace
        case .workers: return workers()
        case .runtimeWorker(let name): return .json(item(name))
        case .transcript(let name): return transcript(name, request)
        case .operation(let name, .input): return input(name, request)
        case .operation(let name, let operation): return lifecycle(name, operation, request)
        default: return Handshake.refusal(request) ?? Response(status: 500)
        }
    }

    /// Why there is no such worker; nil if there is.
    func refusal(_ name: WorkerName) -> Response? {
        guard store.names.contains(where: { $0.runtime == name.runtime }) else {
            return .error(404, "Not Found", "unknown runtime `\(name.runtime)`")
        }
        guard store.state(name) == nil else { return nil }
        let isPlain = name.worker.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        return isPlain && !name.worker.isEmpty
            ? .error(404, "Not Found", "unknown worker `\(name.worker)` in runtime `\(name.runtime)`")
            : .error(400, "Bad Request", "invalid runtime worker_id `\(name.worker)`")
    }
}

private extension Backend {
    var eventsWorkspace: Response {
        .json(
            """
            {"workspace_id":\(JSONText.string(workspaces.first ?? "")),"display_name":"demo","local_root":"/srv/demo",\
            "record_authority":"local_yoi_project_records","schema_version":2,\
            "auth":{"LocalDevToken":{"token_configured":false}},"extension_points":{}}
            """)
    }

    func workers() -> Response {
        let names = store.names.sorted { ($0.runtime, $0.worker) < ($1.runtime, $1.worker) }
        return .json(
            """
            {"workspace_id":\(JSONText.string(workspaces.first ?? "")),"limit":200,\
            "items":[\(names.map(item).joined(separator: ","))],"source":"worker_runtime_registry","diagnostics":[]}
            """)
    }

    func item(_ name: WorkerName) -> String {
        let state = store.state(name)?.ended ?? "running"
        return """
            {\(identity(name)),"host_id":"fixture","label":\(JSONText.string(name.worker)),"role":"assistant",\
            "profile":"runtime_default","workspace":{"visibility":"remote_runtime",\
            "identity":"runtime_registry_worker"},"state":"\(state)","status":"\(state)","last_seen_at":null,\
            "implementation":{"kind":"remote_worker_runtime",\
            "display_hint":"Backend-proxied remote worker-runtime Worker"},\
            "capabilities":{"can_accept_input":true,"can_stream_events":true,"can_stop":true,\
            "can_spawn_followup":false,"can_read_bounded_transcript":true},"diagnostics":[]}
            """
    }

    /// At most 200 items a page, whatever is asked for; `limit=0` never gets anywhere, as in the real one.
    func transcript(_ name: WorkerName, _ request: Request) -> Response {
        var (start, limit) = (0, 200)
        for (key, keyPath) in [("start", 0), ("limit", 1)] {
            guard let text = request.query(key) else { continue }
            guard let value = Int(text), value >= 0 else {
                return .plain(400, "Failed to deserialize query string: \(key): invalid digit found in string")
            }
            if keyPath == 0 { start = value } else { limit = min(200, value) }
        }
        let all = store.state(name)?.transcript ?? []
        let page = all.enumerated().dropFirst(start).prefix(limit)
        let items = page.map { index, item in
            """
            {"sequence":\(index + 1),"role":\(JSONText.string(item.role)),"content":\(JSONText.string(item.content)),\
            "event_id":\(index + 3)}
            """
        }
        let next = start + page.count
        return .json(
            """
            {"state":"accepted",\(identity(name)),"start":\(start),"limit":\(limit),"total_items":\(all.count),\
            \(next < all.count && start < all.count ? "\"next_start\":\(next)," : "")\
            "items":[\(items.joined(separator: ","))],"diagnostics":[]}
            """)
    }

    func input(_ name: WorkerName, _ request: Request) -> Response {
        if let refusal = bodyRefusal(request, wanting: ["kind", "content"]) { return refusal }
        let body = JSONText.object(request.body) ?? [:]
        guard let kind = body["kind"] as? String, ["user", "system"].contains(kind) else {
            let found = body["kind"] as? String ?? ""
            return wrongType(
                request, "kind: unknown variant `\(found)`, expected `user` or `system`",
                at: column(of: found, in: request))
        }
        guard let content = body["content"] as? String else {
            return wrongType(request, "content: invalid type, expected a string")
        }
        guard !content.isEmpty, let state = store.state(name), state.ended == nil else { return rejected(name) }
        store.record(.said(name, role: kind, content: content))
        if kind == "user" { playNext(options.onInput, after: state, on: name, asking: content) }
        let number = state.transcript.count + 1
        return .json(
            """
            {"state":"accepted",\(identity(name)),"transcript_sequence":\(number),"event_id":\(number + 2),\
            "diagnostics":[]}
            """)
    }

    func lifecycle(_ name: WorkerName, _ operation: Route.Operation, _ request: Request) -> Response {
        if let refusal = bodyRefusal(request, wanting: []) { return refusal }
        let isFirst = store.state(name)?.ended == nil
        store.record(.ended(name, how: operation == .cancel ? "cancelled" : "stopped"))
        if isFirst {
            _ = lives[name].cancel()
            if operation == .cancel, let run = options.onCancel.first.flatMap({ try? RecordedRun($0) }) {
                lives[name].live(run.events)
            }
        }
        let state = store.state(name)
        return .json(
            """
            {"state":"accepted",\(identity(name)),"event_id":\((state?.transcript.count ?? 0) + 3),"diagnostics":[\
            {"code":"remote_runtime_lifecycle_accepted","severity":"info","message":"Remote Runtime acknowledged \
            lifecycle operation for '\(name.worker)' with status \(state?.ended ?? "")"}]}
            """)
    }

    /// 200, and still no: the Runtime's refusal is handed on like this.
    func rejected(_ name: WorkerName) -> Response {
        .json(
            """
            {"state":"rejected",\(identity(name)),"diagnostics":[{"code":"remote_runtime_http_rejected",\
            "severity":"warning","message":"Remote Runtime '\(name.runtime)' rejected request (invalid_request, \
            HTTP 400 Bad Request); internal details were sanitized"}]}
            """)
    }

    /// The first input sets off the first run of the list, the second the second; the last one serves all others.
    func playNext(_ names: [String], after state: WorkerState, on worker: WorkerName, asking text: String) {
        let number = state.transcript.filter { $0.role == "user" }.count
        guard !names.isEmpty, let run = try? RecordedRun(names[min(number, names.count - 1)]) else { return }
        lives[worker].live(asked: run.asked(text))
    }
}
