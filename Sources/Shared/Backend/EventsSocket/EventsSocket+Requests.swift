extension EventsSocket {
    package static let sendsMethods = false

    package func request(for method: Method, reason: String) -> Request {
        switch method {
        case .run(let input): .input("user", input.flattened)
        case .notify(let message, _): .input("system", message)
        case .cancel: .post(.cancel, body: Request.object(["reason": reason]))
        case .shutdown: .post(.stop, body: Request.object(["reason": reason]))
        case .pause, .resume, .compact, .listCompletions, .listRewindTargets, .rewindTo, .listWorkers, .restoreWorker,
            .registerPeer, .workerEvent:
            .notOffered("The Backend's API does not offer `\(method.name)`; it was not sent")
        }
    }
}
