/// Something that the system adds to the conversation. The `body` of each kind is the text that the model sees.
package enum SystemItem: Hashable, Sendable {
    case notification(message: String)
    /// News of another Worker.
    case workerEvent(WorkerEvent)
    /// A file or folder listing; the body can be hundreds of kilobytes.
    case fileAttachment(path: String, body: String)
    case knowledge(slug: String, body: String)
    case workflow(slug: String, body: String)
    case skillActivation(name: String, body: String)
    /// A reminder of the open tasks.
    case taskReminder(body: String)
    /// A note that the previous turn was interrupted.
    case interrupt(body: String)
    /// An unknown kind, or one that lacks an essential field, unchanged.
    case unknown(JSON)
}

extension SystemItem: WireDecodable {
    package init(json: JSON, mode: DecodingMode) {
        let item = Fields(json)
        let body = item["body"] ?? ""
        let known: SystemItem? =
            switch item["kind"] ?? "" {
            case "notification": item["message"].map { .notification(message: $0) }
            case "worker_event": item["event"].map { .workerEvent($0) }
            case "file_attachment": item["path"].map { .fileAttachment(path: $0, body: body) }
            case "knowledge": item["slug"].map { .knowledge(slug: $0, body: body) }
            case "workflow": item["slug"].map { .workflow(slug: $0, body: body) }
            case "skill_activation": item["name"].map { .skillActivation(name: $0, body: body) }
            case "task_reminder": .taskReminder(body: body)
            case "interrupt": .interrupt(body: body)
            default: nil
            }
        self = known ?? .unknown(json)
    }
}
