/// The three operations of a worker: input, cancel, stop.
extension Backend {
    func input(_ name: WorkerName, _ request: Request) -> Response {
        if let refusal = bodyRefusal(request, wanting: ["kind", "content"]) { return refusal }
        let body = JSONText.object(request.body) ?? [:]
        guard let kind = body["kind"] as? String, ["user", "system"].contains(kind) else {
            let found = body["kind"] as? String ?? ""
            let end = request.body.firstRange(of: Array(JSONText.string(found).utf8))?.upperBound
            return wrongType(request, "kind: unknown variant `\(found)`, expected `user` or `system`", at: end)
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
            player.cancel(name)
            if operation == .cancel, let run = options.onCancel.first.flatMap({ try? RecordedRun($0) }) {
                player.play(run.events, on: name)
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
}

private extension Backend {
    /// What the framework says to a body that is not a JSON object with these members.
    func bodyRefusal(_ request: Request, wanting members: [String]) -> Response? {
        guard request.header("content-type")?.lowercased().hasPrefix("application/json") == true else {
            return .plain(415, "Expected request with `Content-Type: application/json`")
        }
        guard let object = JSONText.object(request.body) else {
            let reason = request.body.isEmpty ? "EOF while parsing a value" : "expected value"
            return .plain(400, "Failed to parse the request body as JSON: \(reason) at line 1 column 0")
        }
        return members.first { object[$0] == nil }.map { wrongType(request, "missing field `\($0)`") }
    }

    func wrongType(_ request: Request, _ what: String, at column: Int? = nil) -> Response {
        let place = "at line 1 column \(column ?? request.body.count)"
        return .plain(422, "Failed to deserialize the JSON body into the target type: \(what) \(place)")
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
        player.play(run.asked(text), on: worker)
    }
}
