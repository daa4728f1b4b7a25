import Foundation

/// The tests' own requests.
extension Backend {
    /// Does what `/fixture/COMMAND[?worker=ID][&runtime=ID]` says; without ids it is about the first worker.
    func control(_ command: String, _ request: Request) -> Response {
        let body = String(decoding: request.body, as: UTF8.self)
        let name = worker(of: request)
        switch command {
        case "publish":
            let events = body.split(separator: "\n")
            for event in events { store.record(.published(name, payload: String(event))) }
            return .plain(200, "\(events.count)\n")
        case "play":
            guard let run = try? RecordedRun(body) else { return .plain(404, "no such run\n") }
            lives[name].live(run.events)
            return .plain(200, "\(run.events.count)\n")
        case "end":
            guard let ending = Ending(rawValue: body) else { return .plain(400, "no such ending\n") }
            return .plain(200, "\(store.endObservers(of: request.query("worker") == nil ? nil : name, ending))\n")
        case "runtime":
            guard ["down", "up"].contains(body) else { return .plain(400, "a Runtime is down or up\n") }
            store.setDown(name.runtime, body == "down")
            if body == "down" { _ = store.endObservers(of: nil, .drop) }
            return .plain(200, "\n")
        case "lose":
            store.record(.lost(name))
            return .plain(200, "\n")
        case "add":
            store.add(name)
            return .plain(200, "\n")
        case "remove":
            store.remove(name)
            return .plain(200, "\n")
        default: return .plain(404, "no such command\n")
        }
    }

    private func worker(of request: Request) -> WorkerName {
        let first = options.workers.first ?? WorkerName(runtime: "runtime-a", worker: "worker-00000001")
        func id(_ name: String) -> String? { request.query(name).map { $0.removingPercentEncoding ?? String($0) } }
        return WorkerName(
            workspace: id("workspace") ?? first.workspace, runtime: id("runtime") ?? first.runtime,
            worker: id("worker") ?? first.worker)
    }
}
