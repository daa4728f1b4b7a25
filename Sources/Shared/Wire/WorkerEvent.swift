/// What happened to another Worker.
package enum WorkerEvent: WireValue {
    case turnEnded(NamedWorker)
    case errored(ErroredWorker)
    case shutDown(NamedWorker)
    case scopeSubDelegated(ScopeDelegation)
    case unknown(JSON)

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard json.kind == .object else { throw WireError(.expected("an object"), json) }
        guard let kind = json["kind"] else { throw WireError(.missing, json, path: "kind") }
        switch kind.string {
        case "turn_ended": self = .turnEnded(try NamedWorker(json: json, tag: "kind", mode: mode))
        case "errored": self = .errored(try ErroredWorker(json: json, tag: "kind", mode: mode))
        case "shut_down": self = .shutDown(try NamedWorker(json: json, tag: "kind", mode: mode))
        case "scope_sub_delegated": self = .scopeSubDelegated(try ScopeDelegation(json: json, tag: "kind", mode: mode))
        default:
            guard mode == .lenient else {
                let words = ["turn_ended", "errored", "shut_down", "scope_sub_delegated"]
                throw WireError(.unknownWord(words), kind, path: "kind")
            }
            self = .unknown(json)
        }
    }

    package func write(to writer: inout JSONWriter) {
        switch self {
        case .turnEnded(let event): event.write(tag: "kind", "turn_ended", to: &writer)
        case .errored(let event): event.write(tag: "kind", "errored", to: &writer)
        case .shutDown(let event): event.write(tag: "kind", "shut_down", to: &writer)
        case .scopeSubDelegated(let event): event.write(tag: "kind", "scope_sub_delegated", to: &writer)
        case .unknown(let json): writer.raw(json)
        }
    }
}

/// Only the name of the Worker it happened to.
package struct NamedWorker: WireObject {
    package var workerName = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("worker_name", &workerName)
    }
}

/// A Worker that failed.
package struct ErroredWorker: WireObject {
    package var workerName = ""
    package var message = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("worker_name", &workerName)
        try visitor.required("message", &message)
    }
}

/// A Worker that handed a part of what it may touch to another.
package struct ScopeDelegation: WireObject {
    package var parentWorker = ""
    package var subWorker = ""
    package var subSocket = ""
    package var scope: [ScopeRule] = []
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("parent_worker", &parentWorker)
        try visitor.required("sub_worker", &subWorker)
        try visitor.required("sub_socket", &subSocket)
        try visitor.required("scope", &scope)
    }
}

/// What may be touched, and how.
package struct ScopeRule: WireObject {
    package var target = ""
    package var permission = ScopePermission(rawValue: "read")
    package var isRecursive = true
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("target", &target)
        try visitor.required("permission", &permission)
        try visitor.defaulted("recursive", &isRecursive, true)
    }
}
