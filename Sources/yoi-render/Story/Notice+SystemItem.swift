internal import Shared

extension Notice {
    /// What the system put before the model.
    init(_ item: SystemItem) {
        switch item {
        case .notification(let item): self.init(.warning, "notification", item.message)
        case .workerEvent(let item): self.init(item)
        case .fileAttachment(let item): self.init(.info, "file", "\(item.path)  \(Self.size(of: item.body))")
        case .knowledge(let item): self.init(.info, "knowledge", "#\(item.slug)  \(Self.size(of: item.body))")
        case .workflow(let item): self.init(.info, "workflow", "/\(item.slug)  \(Self.size(of: item.body))")
        case .taskReminder(let item):
            let body = item.body.replacing("<system-reminder>", with: "").replacing("</system-reminder>", with: "")
            self.init(.info, "reminder", body.trimmed)
        case .interrupt(let item):
            self.init(.info, "interrupt", item.body.trimmed.trimmingBrackets)
        case .unknown(let json):
            self.init(.info, json["kind"]?.string ?? "system item", json["body"]?.string ?? json.text)
        }
    }

    private init(_ item: WorkerEventItem) {
        switch item.event {
        case .turnEnded(let event): self.init(.warning, "worker \(event.workerName)", "finished a turn")
        case .errored(let event): self.init(.error, "worker \(event.workerName)", "failed: \(event.message)")
        case .shutDown(let event): self.init(.warning, "worker \(event.workerName)", "shut down")
        case .scopeSubDelegated(let event):
            let scope = event.scope.map { "\($0.target) (\($0.permission)\($0.isRecursive ? "" : ", not below"))" }
            self.init(
                .warning, "worker \(event.parentWorker)",
                "lets \(event.subWorker) touch " + (scope.isEmpty ? "nothing" : scope.joined(separator: ", ")))
        case .unknown(let json): self.init(.warning, "worker event", json.text)
        }
    }

    /// The first line of a body names the thing once more.
    private static func size(of body: String) -> String {
        let lines = body.utf8.count { $0 == 0x0A } + (body.utf8.last == 0x0A || body.isEmpty ? 0 : 1)
        return "(\(Numbers.count(max(lines - 1, 0), "line")))"
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
