/// Plain HTTP answers, as the real Backend gives them.
extension Backend {
    func answer(_ request: Request) -> Response {
        let route = Route(path(of: request))
        guard let method = route.method else { return .error(404, "not_found", "unknown api route") }
        guard request.method == method else { return Response(status: 405, headers: [("allow", method)]) }
        if let worker = route.worker, let refusal = refusal(worker) { return refusal }
        guard request.body.count <= Request.bodyLimit else {
            return .plain(413, "Failed to buffer the request body: length limit exceeded")
        }
        switch route {
        case .workers: return workers()
        case .transcript(let worker): return transcript(worker, request)
        case .operation(let worker, .input): return input(worker, request)
        case .operation(let worker, let operation): return lifecycle(worker, operation, request)
        case .fixture(let command): return control(command, request)
        case .observe, .unknown: return Handshake.refusal(request) ?? Response(status: 500)
        }
    }

    /// The request's path without the prefix that the server was told to live below.
    func path(of request: Request) -> Substring {
        request.path.hasPrefix(options.prefix + "/") ? request.path.dropFirst(options.prefix.count) : request.path
    }

    /// Why there is no such worker; nil if there is.
    func refusal(_ name: WorkerName) -> Response? {
        guard options.workers.contains(where: { $0.runtime == name.runtime }) else {
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
    func workers() -> Response {
        let items = store.names.map { name in
            let state = store.state(name)?.ended ?? "running"
            return """
                {"runtime_id":\(JSONText.string(name.runtime)),"worker_id":\(JSONText.string(name.worker)),\
                "host_id":"fixture","label":\(JSONText.string(name.worker)),"role":"assistant",\
                "profile":"runtime_default","workspace":{"visibility":"remote_runtime",\
                "identity":"runtime_registry_worker"},"state":"\(state)","status":"\(state)","last_seen_at":null,\
                "implementation":{"kind":"remote_worker_runtime",\
                "display_hint":"Backend-proxied remote worker-runtime Worker"},\
                "capabilities":{"can_accept_input":true,"can_stream_events":true,"can_stop":true,\
                "can_spawn_followup":false,"can_read_bounded_transcript":true},"diagnostics":[]}
                """
        }
        return .json(
            """
            {"workspace_id":"01a2056e-ca5f-7e32-8fd8-9179681b568a","limit":200,"items":[\(items.joined(separator: ","))],\
            "source":"worker_runtime_registry","diagnostics":[]}
            """)
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

    func control(_ command: String, _ request: Request) -> Response {
        let worker = options.workers[0]
        let body = String(decoding: request.body, as: UTF8.self)
        switch command {
        case "publish":
            let events = body.split(separator: "\n")
            for event in events { store.record(.published(worker, payload: String(event))) }
            return .plain(200, "\(events.count)\n")
        case "play":
            guard let run = try? RecordedRun(body) else { return .plain(404, "no such run\n") }
            player.play(run.events, on: worker)
            return .plain(200, "\(run.events.count)\n")
        case "end":
            guard let ending = Ending(rawValue: body) else { return .plain(400, "no such ending\n") }
            return .plain(200, "\(store.endObservers(ending))\n")
        default: return .plain(404, "no such command\n")
        }
    }
}

extension Backend {
    func identity(_ name: WorkerName) -> String {
        "\"runtime_id\":\(JSONText.string(name.runtime)),\"worker_id\":\(JSONText.string(name.worker))"
    }
}
