internal import Shared

extension Notice {
    /// What the system added to the model's input.
    init(_ item: SystemItem) {
        switch item {
        case .notification(let message): self.init(.warning, "notification", message)
        case .workerEvent(let event): self.init(event)
        case .fileAttachment(let path, let body): self.init(.info, "file", "\(path)  \(Self.size(of: body))")
        case .knowledge(let slug, let body): self.init(.info, "knowledge", "#\(slug)  \(Self.size(of: body))")
        case .workflow(let slug, let body): self.init(.info, "workflow", "/\(slug)  \(Self.size(of: body))")
        case .skillActivation(let name, let body): self.init(.info, "skill", "\(name)  \(Self.size(of: body))")
        case .taskReminder(let body):
            let body = body.trimmed.without(prefix: "<system-reminder>", suffix: "</system-reminder>")
            self.init(.info, "reminder", body.trimmed)
        case .interrupt(let body): self.init(.info, "interrupt", body.trimmed.without(prefix: "[", suffix: "]"))
        case .unknown(let json):
            self.init(.info, json["kind"]?.string ?? "system item", json["body"]?.string ?? json.text)
        }
    }

    private init(_ event: WorkerEvent) {
        switch event {
        case .turnEnded(let name): self.init(.warning, "worker \(name)", "finished a turn")
        case .errored(let name, let message): self.init(.error, "worker \(name)", "failed: \(message)")
        case .shutDown(let name): self.init(.warning, "worker \(name)", "shut down")
        case .scopeSubDelegated(let event):
            let scope = event.scope.map { "\($0.target) (\($0.permission)\($0.isRecursive ? "" : ", not recursive"))" }
            self.init(
                .warning, "worker \(event.parentWorker)",
                "gives \(event.subWorker) access to " + (scope.isEmpty ? "nothing" : scope.joined(separator: ", ")))
        case .unknown(let json): self.init(.warning, "worker event", json.text)
        }
    }

    /// The first line of a body repeats the name.
    private static func size(of body: String) -> String {
        let lines = body.utf8.count { $0 == 0x0A } + (body.utf8.last == 0x0A || body.isEmpty ? 0 : 1)
        return "(\(Numbers.count(max(lines - 1, 0), "line")))"
    }
}

extension String {
    /// What is between these, if it begins and ends so.
    fileprivate func without(prefix: String, suffix: String) -> String {
        guard utf8.count >= prefix.utf8.count + suffix.utf8.count, hasPrefix(prefix), hasSuffix(suffix) else {
            return self
        }
        return String(utf8.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)) ?? self
    }
}
