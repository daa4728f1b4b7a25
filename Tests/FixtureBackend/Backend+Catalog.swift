/// The lists of the protocol API: Workspaces, Runtimes, workers.
extension Backend {
    func catalog(_ route: Route, _ request: Request) -> Response {
        let workspace = route.workspace ?? workspaces.first ?? ""
        let names = store.names.filter { $0.workspace == workspace }
        let keys = keys(in: workspace)
        let show = { (name: WorkerName) in item(name, keys[name] ?? "") }
        switch route.place {
        case .workspaces:
            return .json("[\(workspaces.prefix(limit(request)).map(workspaceItem).joined(separator: ","))]")
        case .workspace: return .json(workspaceDetails(workspace))
        case .workers: return list(workspace, names.map(show), "backend_worker_registry")
        case .worker(let id):
            guard let name = names.first(where: { $0.worker == id || keys[$0] == id }) else {
                return .refusal(404, "Not Found", "unknown worker `\(id)`")
            }
            return .json(show(name))
        case .runtimes:
            let runtimes = names.map(\.runtime).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            return list(workspace, runtimes.map(runtimeItem), "runtime_registry")
        case .runtimeWorkers(let runtime):
            guard names.contains(where: { $0.runtime == runtime }) else {
                return .refusal(404, "Not Found", "unknown runtime `\(runtime)`")
            }
            if store.isDown(runtime) { return list(workspace, [], "runtime_registry", down: runtime) }
            let wanted = request.query("status")
            guard wanted == nil || wanted == "stopped" else {
                return .plain(400, "Failed to deserialize query string: status: unknown variant")
            }
            let own = names.filter { $0.runtime == runtime && (wanted == nil || store.state($0)?.word == "stopped") }
            return list(workspace, own.map(show), "runtime_registry")
        default: return Response(status: 500)
        }
    }
}

private extension Backend {
    func limit(_ request: Request) -> Int { min(200, max(1, request.query("limit").flatMap { Int($0) } ?? 100)) }

    func list(_ workspace: String, _ items: [String], _ source: String, down runtime: String? = nil) -> Response {
        let diagnostics = runtime.map {
            """
            {"code":"remote_runtime_network_error","severity":"warning","message":"Runtime '\($0)' cannot be reached"}
            """
        }
        return .json(
            """
            {"workspace_id":\(JSONText.string(workspace)),"limit":200,"items":[\(items.joined(separator: ","))],\
            "source":"\(source)","diagnostics":[\(diagnostics ?? "")]}
            """)
    }

    func workspaceItem(_ id: String) -> String {
        """
        {"workspace_id":\(JSONText.string(id)),"owner_account_id":null,"display_name":"demo","state":"active",\
        "created_at":"2026-11-22T22:49:54.718Z","updated_at":"2026-11-22T22:49:54.718Z"}
        """
    }

    func workspaceDetails(_ id: String) -> String {
        """
        {"workspace_id":\(JSONText.string(id)),"display_name":"demo",\
        "record_authority":"local_yoi_project_records","schema_version":43,\
        "auth":{"Passkey":{"rp_id":"localhost","origin":"http://localhost:8787",\
        "public_base_url":"http://localhost:8787","cookie_name":"yoi_workspace_session"}},"extension_points":{}}
        """
    }

    func runtimeItem(_ id: String) -> String {
        let kind = id == WorkerName.embeddedRuntime ? "embedded_worker_runtime" : "remote_worker_runtime"
        return """
            {"runtime_id":\(JSONText.string(id)),"label":\(JSONText.string(id)),"kind":"\(kind)",\
            "status":"\(store.isDown(id) ? "unavailable" : "running")","source":{"kind":"\(kind)","status":"active",\
            "identity_authority":"runtime_registry_projection","note":"scripted"},"host_ids":["fixture"],\
            "capabilities":{"can_list_workers":true,"can_get_worker":true,"can_stop_worker":true},"diagnostics":[]}
            """
    }
}
