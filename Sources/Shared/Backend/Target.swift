/// A Worker of a Backend, by its ids.
package struct Target: Hashable, Sendable {
    package let backend: BackendURL
    /// Nil for the Backend's only Workspace, and for a Backend that has none.
    package var workspace: Workspace?
    package let id: WorkerID

    /// - Throws: `Failure` with status 64 for an id that is missing, or a URL that cannot be used.
    package init(
        backend: String, workspace: Workspace? = nil, runtimeID: String, workerID: String
    ) throws(Failure) {
        self.backend = try BackendURL(backend)
        self.workspace = workspace
        guard !runtimeID.isEmpty else {
            throw Failure(
                .usage, "no Runtime is named",
                advice: "give --runtime-id ID or set YOI_RUNTIME_ID (yoi-events --list shows the ids)")
        }
        guard !workerID.isEmpty else { throw .noWorker }
        id = WorkerID(runtimeID: runtimeID, workerID: workerID)
    }
}

extension Target {
    package var runtimeID: String { id.runtimeID }
    package var workerID: String { id.workerID }

    /// How messages name the Worker.
    package var label: String { runtimeID + ":" + workerID }

    /// The URL of one of the Worker's routes, or of the Worker.
    package func worker(_ route: String? = nil) -> String {
        backend.api(workspace)
            + "/runtimes/\(runtimeID.percentEncoded)/workers/\(workerID.percentEncoded)"
            + (route.map { "/" + $0 } ?? "")
    }

    /// The URL to which an operation is posted.
    package func operation(_ operation: Operation) -> String { worker(operation.rawValue) }
}

/// What can be posted to a Worker.
package enum Operation: String, Sendable {
    case input
    case cancel
    case stop
    case completions
}

extension Failure {
    /// A Worker is needed, and none is named.
    package static let noWorker = Failure(
        .usage, "no Worker is named",
        advice: "give --worker-id ID or set YOI_WORKER_ID (yoi-events --list shows the ids)")
}
