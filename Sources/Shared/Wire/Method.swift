/// What a client may ask of a Worker: 14 methods.
///
/// On the wire `{"method":NAME,"params":{…}}`; the methods without parameters have no `params`.
package enum Method: WireValue {
    case run(RunParameters)
    case notify(NotifyParameters)
    case cancel, shutdown, pause, resume, compact
    case listCompletions(CompletionParameters)
    case listRewindTargets
    case rewindTo(RewindParameters)
    case listWorkers
    case restoreWorker(NameParameters)
    case registerPeer(NameParameters)
    case workerEvent(WorkerEvent)

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let members = json.members else { throw WireError(.expected("a method, that is an object"), json) }
        var name: JSON?
        var params: JSON?
        for member in members {
            switch member.key {
            case "method" where name == nil: name = member.value
            case "params" where params == nil: params = member.value
            case "method", "params": throw WireError(.repeatedField, member.value, path: member.key)
            default: if mode == .strict { throw WireError(.unknownField, member.value, path: member.key) }
            }
        }
        guard let name else { throw WireError(.missing, json, path: "method") }
        guard let word = name.string else { throw WireError(.expected("a string"), name, path: "method") }
        if let plain = Self.plain[word] {
            // As upstream decodes them: null is no parameters, {} is not.
            if let params, params.kind != .null { throw WireError(.unknownField, params, path: "params") }
            self = plain
            return
        }
        switch word {
        case "run": self = .run(try Self.parameters(params, json, mode))
        case "notify": self = .notify(try Self.parameters(params, json, mode))
        case "list_completions": self = .listCompletions(try Self.parameters(params, json, mode))
        case "rewind_to": self = .rewindTo(try Self.parameters(params, json, mode))
        case "restore_worker": self = .restoreWorker(try Self.parameters(params, json, mode))
        case "register_peer": self = .registerPeer(try Self.parameters(params, json, mode))
        case "worker_event": self = .workerEvent(try Self.parameters(params, json, mode))
        default: throw WireError(.unknownWord(Self.names), name, path: "method")
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.object {
            $0.key("method")
            $0.string(name)
            guard let parameters else { return }
            $0.key("params")
            parameters.write(to: &$0)
        }
    }
}

extension Method {
    /// The names of all methods.
    package static let names =
        ["run", "notify", "list_completions", "rewind_to", "restore_worker", "register_peer", "worker_event"]
        + plain.keys.sorted()

    /// The method's name on the wire.
    package var name: String { content.name }

    private var parameters: (any WireValue)? { content.parameters }

    private var content: (name: String, parameters: (any WireValue)?) {
        switch self {
        case .run(let parameters): ("run", parameters)
        case .notify(let parameters): ("notify", parameters)
        case .cancel: ("cancel", nil)
        case .shutdown: ("shutdown", nil)
        case .pause: ("pause", nil)
        case .resume: ("resume", nil)
        case .compact: ("compact", nil)
        case .listCompletions(let parameters): ("list_completions", parameters)
        case .listRewindTargets: ("list_rewind_targets", nil)
        case .rewindTo(let parameters): ("rewind_to", parameters)
        case .listWorkers: ("list_workers", nil)
        case .restoreWorker(let parameters): ("restore_worker", parameters)
        case .registerPeer(let parameters): ("register_peer", parameters)
        case .workerEvent(let event): ("worker_event", event)
        }
    }

    private static let plain: [String: Method] = [
        "cancel": .cancel, "shutdown": .shutdown, "pause": .pause, "resume": .resume, "compact": .compact,
        "list_rewind_targets": .listRewindTargets, "list_workers": .listWorkers,
    ]

    private static func parameters<Parameters: WireValue>(
        _ params: JSON?, _ method: JSON, _ mode: DecodingMode
    ) throws(WireError) -> Parameters {
        guard let params else { throw WireError(.missing, method, path: "params") }
        do throws(WireError) {
            return try Parameters(json: params, mode: mode)
        } catch {
            throw error.inside("params")
        }
    }
}
