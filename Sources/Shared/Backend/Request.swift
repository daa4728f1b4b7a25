/// What a method becomes on this Backend's API: a POST, or a refusal of ours.
package enum Request: Hashable, Sendable {
    case post(Operation, body: [UInt8])
    /// The API has nothing for this method; the sentence says which and that nothing was sent.
    case notOffered(String)

    /// - Parameter reason: who asks, for the requests that carry it.
    package init(_ method: Method, reason: String) {
        switch method {
        case .run(let input):
            self = .post(.input, body: Self.input("user", input.flattened))
        case .notify(let message, _):
            self = .post(.input, body: Self.input("system", message))
        case .cancel: self = .post(.cancel, body: Self.lifecycle(reason))
        case .shutdown: self = .post(.stop, body: Self.lifecycle(reason))
        case .pause, .resume, .compact, .listCompletions, .listRewindTargets, .rewindTo, .listWorkers, .restoreWorker,
            .registerPeer, .workerEvent:
            self = .notOffered("The Backend's API does not offer `\(method.name)`; it was not sent")
        }
    }

    private static func input(_ kind: String, _ content: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("kind")
            $0.string(kind)
            $0.key("content")
            $0.string(content)
        }
        return writer.bytes
    }

    private static func lifecycle(_ reason: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("reason")
            $0.string(reason)
        }
        return writer.bytes
    }
}
