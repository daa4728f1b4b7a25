/// Something the system put before the model; a kind that is not known here, or a broken one, is kept as it is.
package enum SystemItem: WireValue {
    case notification(NotificationItem)
    case workerEvent(WorkerEventItem)
    case fileAttachment(FileAttachment)
    case knowledge(SlugItem)
    case workflow(SlugItem)
    case taskReminder(TaskReminder)
    case interrupt(InterruptItem)
    case unknown(JSON)

    package init(json: JSON, mode: DecodingMode) {
        let decoded: Self? =
            switch json["kind"]?.string {
            case "notification": Self.decoded(Self.notification, json, mode)
            case "worker_event": Self.decoded(Self.workerEvent, json, mode)
            case "file_attachment": Self.decoded(Self.fileAttachment, json, mode)
            case "knowledge": Self.decoded(Self.knowledge, json, mode)
            case "workflow": Self.decoded(Self.workflow, json, mode)
            case "task_reminder": Self.decoded(Self.taskReminder, json, mode)
            case "interrupt": Self.decoded(Self.interrupt, json, mode)
            default: nil
            }
        self = decoded ?? .unknown(json)
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .notification(let item): item.write(tag: "kind", "notification", to: &writer)
        case .workerEvent(let item): item.write(tag: "kind", "worker_event", to: &writer)
        case .fileAttachment(let item): item.write(tag: "kind", "file_attachment", to: &writer)
        case .knowledge(let item): item.write(tag: "kind", "knowledge", to: &writer)
        case .workflow(let item): item.write(tag: "kind", "workflow", to: &writer)
        case .taskReminder(let item): item.write(tag: "kind", "task_reminder", to: &writer)
        case .interrupt(let item): item.write(tag: "kind", "interrupt", to: &writer)
        case .unknown(let json): writer.raw(json)
        }
    }
}

/// A notification; `body` is `message` dressed up for the model.
package struct NotificationItem: WireObject {
    package var message = ""
    package var body = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("message", &message)
        try visitor.required("body", &body)
    }
}

/// News of another Worker; `body` is the event dressed up for the model.
package struct WorkerEventItem: WireObject {
    package var event = WorkerEvent.unknown(.null)
    package var body = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("event", &event)
        try visitor.required("body", &body)
    }
}

/// A file or folder listing given to the model; `body` can be hundreds of kilobytes.
package struct FileAttachment: WireObject {
    package var path = ""
    package var body = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("path", &path)
        try visitor.required("body", &body)
    }
}

/// A piece of knowledge or a workflow given to the model.
package struct SlugItem: WireObject {
    package var slug = ""
    package var body = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("slug", &slug)
        try visitor.required("body", &body)
    }
}

/// A reminder of the open tasks.
package struct TaskReminder: WireObject {
    package var source = TaskReminder.inactivity
    package var body = ""
    package var residue = Residue()
    private static let inactivity = "task_inactivity"

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.defaulted("source", &source, TaskReminder.inactivity)
        try visitor.required("body", &body)
    }
}

/// A note that the turn before was interrupted.
package struct InterruptItem: WireObject {
    package var body = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("body", &body)
    }
}
