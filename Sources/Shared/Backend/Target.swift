/// The Worker that is meant, by the names its Backend uses.
package struct Target: Hashable, Sendable {
    package let backend: BackendURL
    /// Nil for the Backend's only Workspace, and for a Backend that has none.
    package var workspace: Workspace?
    package let id: WorkerID

    /// - Throws: ``TargetError``, a sentence of its own for each thing that is missing or wrong.
    package init(
        backend: String, workspace: Workspace? = nil, runtimeID: String, workerID: String
    ) throws(TargetError) {
        self.backend = try BackendURL(backend)
        self.workspace = workspace
        guard !runtimeID.isEmpty else { throw .noRuntimeID }
        guard !workerID.isEmpty else { throw .noWorkerID }
        id = WorkerID(runtimeID: runtimeID, workerID: workerID)
    }
}

/// Why a target is refused before any connection.
package enum TargetError: Error, Hashable {
    case blankURL
    case notHTTP
    case noHost
    case strayCharacter
    case strayAt
    case noRuntimeID
    case noWorkerID
}

extension Target {
    package var runtimeID: String { id.runtimeID }
    package var workerID: String { id.workerID }

    /// How messages name the Worker.
    package var label: String { runtimeID + ":" + workerID }

    /// The URL of one of the Worker's routes, or of the Worker itself.
    package func worker(_ route: String? = nil) -> String {
        backend.api(workspace)
            + "/runtimes/\(runtimeID.percentEncoded)/workers/\(workerID.percentEncoded)"
            + (route.map { "/" + $0 } ?? "")
    }

    /// Where a request of this kind is posted.
    package func operation(_ operation: Operation) -> String { worker(operation.rawValue) }
}

/// The requests that this Backend takes.
package enum Operation: String, Sendable {
    case input
    case cancel
    case stop
    case completions
}

extension TargetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .blankURL: "the Backend URL is empty; give --backend URL or set YOI_BACKEND"
        case .notHTTP: "the Backend URL does not start with http:// or https://"
        case .noHost: "the Backend URL names no host, or a port that cannot be; write it like \(BackendURL.standard)"
        case .strayCharacter:
            "the Backend URL has a space, a control character, '?' or '#'; give only scheme, host, port and path, and"
                + " write such a character in a password as %20, %3F or %23"
        case .strayAt:
            "the Backend URL has an '@' after its first '/'; write '/' in a password as %2F, and '@' in a path as %40"
        case .noRuntimeID:
            "no Runtime is named; give --runtime-id ID or set YOI_RUNTIME_ID (yoi-events --list shows the ids)"
        case .noWorkerID:
            "no Worker is named; give --worker-id ID or set YOI_WORKER_ID (yoi-events --list shows the ids)"
        }
    }
}
