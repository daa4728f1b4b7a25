/// What happened to another Worker.
package enum WorkerEvent: Hashable, Sendable {
    case turnEnded(workerName: String)
    case errored(workerName: String, message: String)
    case shutDown(workerName: String)
    case scopeSubDelegated(ScopeDelegation)
    /// An unknown kind, unchanged.
    case unknown(JSON)
}

extension WorkerEvent: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let event = try Fields(json, mode: mode)
        switch try event.required("kind") as String {
        case "turn_ended":
            try event.allowOnly("kind", "worker_name")
            self = .turnEnded(workerName: try event.required("worker_name", or: ""))
        case "errored":
            try event.allowOnly("kind", "worker_name", "message")
            self = .errored(
                workerName: try event.required("worker_name", or: ""), message: try event.required("message", or: ""))
        case "shut_down":
            try event.allowOnly("kind", "worker_name")
            self = .shutDown(workerName: try event.required("worker_name", or: ""))
        case "scope_sub_delegated": self = .scopeSubDelegated(try ScopeDelegation(event))
        default:
            guard mode == .lenient else {
                let words = ["turn_ended", "errored", "shut_down", "scope_sub_delegated"]
                throw WireError(.unknownWord(words), try event.required("kind"), path: "kind")
            }
            self = .unknown(json)
        }
    }
}

extension WorkerEvent: WireEncodable {
    package func write(to writer: inout JSONWriter) {
        if case .unknown(let json) = self { return writer.raw(json) }
        writer.object {
            switch self {
            case .turnEnded(let name):
                $0.member("kind", "turn_ended")
                $0.member("worker_name", name)
            case .errored(let name, let message):
                $0.member("kind", "errored")
                $0.member("worker_name", name)
                $0.member("message", message)
            case .shutDown(let name):
                $0.member("kind", "shut_down")
                $0.member("worker_name", name)
            case .scopeSubDelegated(let delegation):
                $0.member("kind", "scope_sub_delegated")
                delegation.writeMembers(to: &$0)
            case .unknown: break
            }
        }
    }
}

/// A Worker delegated a part of its scope to another.
package struct ScopeDelegation: Hashable, Sendable {
    package var parentWorker: String
    package var subWorker: String
    private var subSocket: String
    package var scope: [ScopeRule]

    init(_ event: Fields) throws(WireError) {
        try event.allowOnly("kind", "parent_worker", "sub_worker", "sub_socket", "scope")
        parentWorker = try event.required("parent_worker", or: "")
        subWorker = try event.required("sub_worker", or: "")
        subSocket = try event.required("sub_socket", or: "")
        scope = try event.required("scope", or: [])
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.member("parent_worker", parentWorker)
        writer.member("sub_worker", subWorker)
        writer.member("sub_socket", subSocket)
        writer.member("scope", scope)
    }
}

/// A path that may be accessed, and how.
package struct ScopeRule: Hashable, Sendable {
    package var target: String
    package var permission: ScopePermission
    package var isRecursive: Bool
}

extension ScopeRule: WireDecodable, WireEncodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let rule = try Fields(json, mode: mode)
        try rule.allowOnly("target", "permission", "recursive")
        target = try rule.required("target")
        permission = try rule.required("permission")
        isRecursive = try rule.optional("recursive", or: true)
    }

    package func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("target", target)
            $0.member("permission", permission.rawValue)
            $0.member("recursive", isRecursive)
        }
    }
}
