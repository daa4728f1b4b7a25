import Foundation

/// What a client asks a worker over its WebSocket, checked as the real server does.
struct Method {
    let name: String
    let params: [String: Any]

    /// Methods without parameters.
    private static let units: Set<String> = [
        "resume", "cancel", "pause", "compact", "list_rewind_targets", "shutdown", "list_workers",
    ]
    /// What the others must have.
    private static let members: [(name: String, members: [String])] = [
        ("run", ["input"]), ("notify", ["message"]), ("worker_event", ["kind"]),
        ("rewind_to", ["target", "expected_head_entries"]), ("list_completions", ["kind"]),
        ("restore_worker", ["name"]), ("register_peer", ["name"]),
    ]
    private static let order = [
        "run", "notify", "worker_event", "resume", "cancel", "pause", "compact", "list_rewind_targets", "rewind_to",
        "shutdown", "list_completions", "list_workers", "restore_worker", "register_peer",
    ]
}

extension Method {
    init(_ bytes: [UInt8]) throws(Refusal) {
        guard !bytes.isEmpty else { throw Refusal("EOF while parsing a value at line 1 column 0") }
        guard let object = JSONText.object(bytes) else { throw Refusal("key must be a string at line 1 column 2") }
        let end = "at line 1 column \(bytes.count)"
        guard let name = object["method"] as? String else { throw Refusal("missing field `method` \(end)") }
        guard Self.order.contains(name) else {
            let known = Self.order.map { "`\($0)`" }.joined(separator: ", ")
            let column = bytes.firstRange(of: Array(JSONText.string(name).utf8))?.upperBound ?? bytes.count
            throw Refusal("unknown variant `\(name)`, expected one of \(known) at line 1 column \(column)")
        }
        let params = object["params"].flatMap { $0 is NSNull ? nil : $0 }
        if Self.units.contains(name) {
            guard params == nil else {
                let variant = name.split(separator: "_").map(\.capitalized).joined()
                throw Refusal(
                    "invalid type: map, expected unit variant Method::\(variant) at line 1 column \(bytes.count - 1)")
            }
            self.init(name: name, params: [:])
            return
        }
        guard let params = params as? [String: Any] else { throw Refusal("missing field `params` \(end)") }
        for member in Self.members.first(where: { $0.name == name })?.members ?? [] where params[member] == nil {
            throw Refusal("missing field `\(member)` \(end)")
        }
        if name == "list_completions", params.string("kind") != "file" {
            let kind = params.string("kind")
            let column = bytes.firstRange(of: Array(JSONText.string(kind).utf8))?.upperBound ?? bytes.count
            throw Refusal("unknown variant `\(kind)`, expected `file` at line 1 column \(column)")
        }
        if name == "run", !(params["input"] is [[String: Any]]) {
            throw Refusal("invalid type, expected a sequence \(end)")
        }
        self.init(name: name, params: params)
    }
}
