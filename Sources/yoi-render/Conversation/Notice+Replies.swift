internal import Shared

extension Notice {
    /// The Workers that a Worker knows, by the fields that upstream sends; else the raw JSON.
    init(workers list: JSON) {
        guard let workers = list.elements else {
            self.init(.info, "workers", list.text)
            return
        }
        self.init(.info, "workers", workers.isEmpty ? "none" : "")
        body = workers.map { worker in
            guard let name = worker["worker_name"]?.string else { return worker.text }
            let words = [worker["visibility"], worker["live"]?["status"], worker["state"], worker["error"]]
            return name + "  " + words.compactMap { $0?.string?.replacing("_", with: " ") }.joined(separator: ", ")
        }
    }

    init(restored result: JSON) {
        guard let name = result["worker_name"]?.string, let action = result["action"]?.string else {
            self.init(.info, "worker restored", result.text)
            return
        }
        let status = result["status"]?.string.map { ", \($0)" } ?? ""
        self.init(
            .info, "worker restored", name + (action == "already_live" ? " was alive already" : "") + status)
    }

    init(registered result: JSON) {
        guard let source = result["source"]?.string, let peer = result["peer"]?.string else {
            self.init(.info, "peer registered", result.text)
            return
        }
        self.init(.info, "peer registered", "\(source) and \(peer)")
    }
}
