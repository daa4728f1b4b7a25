package import Shared

/// Looks up a Backend's Workspaces and Workers, and waits for the answers.
package struct WorkerDirectory {
    private let backend: BackendURL
    /// The selected Workspace; nil for the only one, or all.
    private let workspace: Workspace?
    /// The Workspaces to look in: the same, unless the Backend does not know it, or has several.
    private var workspaces: [Workspace?]
    private var client: RetryingClient
    /// The beginning of messages about a missing answer.
    private let complaint: String

    /// - Parameters:
    ///   - workspace: The selected Workspace; nil for the only one, or all.
    ///   - complaint: The beginning of messages about a missing answer.
    package init(
        of backend: BackendURL, _ workspace: Workspace?, client: RetryingClient,
        complaint: String = "the Worker cannot be looked up"
    ) {
        self.backend = backend
        self.workspace = workspace
        workspaces = [workspace]
        self.client = client
        self.complaint = complaint
    }
}

extension WorkerDirectory {
    /// Finds the named Workers. Those whose Runtime and id are known are not looked up.
    ///
    /// - Returns: for each, its target or why there is none.
    /// - Throws: ``StopReason``; `failed` if the Backend cannot be reached, or refuses.
    package mutating func targets(of workers: [WorkerReference]) throws(StopReason) -> [Result<Target, Failure>] {
        var known: [Match] = []
        // One request for all, if there are several.
        if workers.count(where: { !$0.isComplete }) > 1 { known = try list() }
        var targets: [Result<Target, Failure>] = []
        for worker in workers { targets.append(try target(of: worker, &known)) }
        return targets
    }
}

extension WorkerDirectory {
    /// The Workspaces whose Workers are all selected: the one that was named, else all that the Backend has; nil for
    /// the only one, on the events API.
    package mutating func meantWorkspaces(speaking api: APIChoice) throws(StopReason) -> [Workspace?] {
        if let workspace, !workspace.isAssumed { return [workspace] }
        if api == .events { return [nil] }
        guard let known = try knownWorkspaces() else {
            if api == .auto { return [nil] }
            throw .failed(failure(Disconnection("the Backend does not speak the protocol API", status: .notFound)))
        }
        return known.contains { $0.id == workspace?.id } ? [workspace] : known
    }

    /// The Workspaces that the Backend has, at least one; nil on the events API, which does not know them.
    private mutating func knownWorkspaces() throws(StopReason) -> [Workspace]? {
        let answer = try answer(to: backend.workspaces)
        if answer.isUnknownRoute { return nil }
        guard let workspaces = Workspace.all(in: answer) else { throw .failed(unusable(answer)) }
        guard !workspaces.isEmpty else { throw .failed(noWorkspace) }
        return workspaces
    }
}

extension WorkerDirectory {
    private typealias Match = (workspace: Workspace?, worker: ListedWorker)

    private mutating func target(of worker: WorkerReference, _ known: inout [Match]) throws(StopReason) -> Result<
        Target, Failure
    > {
        if worker.isComplete, let runtimeID = worker.runtimeID {
            return target(WorkerID(runtimeID: runtimeID, workerID: worker.worker), in: workspace)
        }
        var matches = known.filter { worker.names($0.worker) }
        if matches.isEmpty { matches = try ask(about: worker, &known) }
        switch (matches.count, worker.runtimeID) {
        case (1, _): return target(matches[0].worker.id, in: matches[0].workspace)
        // It may be an id that looks like a short key; the stream will show.
        case (0, let runtimeID?):
            return target(WorkerID(runtimeID: runtimeID, workerID: worker.worker), in: workspace)
        case (0, nil):
            return .failure(
                Failure(
                    .notFound, at: backend.shown, "no Worker is called \(worker)", advice: ExitStatus.notFound.advice))
        default:
            let names = matches.map { match in
                "\(match.worker.id.runtimeID):\(match.worker.id.workerID)"
                    + (match.workspace.map { " in \($0.id)" } ?? "")
            }
            return .failure(
                Failure(
                    .usage, at: backend.shown, "several Workers are called \(worker): \(names.joined(separator: ", "))",
                    advice: "write RUNTIME:WORKER, or give --workspace-id"))
        }
    }

    private func target(_ id: WorkerID, in workspace: Workspace?) -> Result<Target, Failure> {
        Result { () throws(Failure) in try backend.target(id, in: workspace) }
    }

    /// Looks up one Worker; on the events API in the list.
    private mutating func ask(about worker: WorkerReference, _ known: inout [Match]) throws(StopReason) -> [Match] {
        let backend = backend
        var matches: [Match] = []
        for (workspace, answer) in try answers({ backend.worker(worker, of: $0) }) {
            if answer.isUnknownRoute, known.isEmpty {
                known = try list()
                return known.filter { worker.names($0.worker) }
            }
            if answer.status == 404 { continue }
            guard answer.isSuccess, let json = try? answer.json(), let found = ListedWorker(json) else {
                throw .failed(unusable(answer))
            }
            matches.append((workspace, found))
        }
        return matches
    }

    private mutating func list() throws(StopReason) -> [Match] {
        let backend = backend
        var matches: [Match] = []
        for (workspace, answer) in try answers({ backend.workers(of: $0) }) {
            guard answer.isSuccess, let workers = ListedWorker.workers(in: answer) else {
                throw .failed(unusable(answer))
            }
            matches += workers.map { (workspace, $0) }
        }
        return matches
    }
}

extension WorkerDirectory {
    /// Sends a request for each selected Workspace: the one named, else the only one, else all.
    ///
    /// - Returns: successful answers, or those with status 404.
    package mutating func answers(
        _ url: (Workspace?) -> String
    ) throws(StopReason) -> [(workspace: Workspace?, answer: HTTPResponse)] {
        var answers: [(workspace: Workspace?, answer: HTTPResponse)] = []
        for workspace in workspaces { answers.append((workspace, try answer(to: url(workspace)))) }
        guard answers.count == 1, answers[0].answer.isEmptyNotFound else { return answers }
        switch workspaces[0] {
        case let workspace? where workspace.isAssumed: workspaces = [nil]
        case _?: return answers
        case nil:
            guard let known = try knownWorkspaces() else { throw .failed(noWorkspace) }
            workspaces = known
        }
        return try self.answers(url)
    }

    /// The answer to a GET request for this URL, successful or with status 404.
    package mutating func answer(to url: String) throws(StopReason) -> HTTPResponse {
        switch try client.answer(from: url, "the list", where: { $0.isSuccess || $0.status == 404 }) {
        case .success(let answer): return answer
        case .failure(let disconnection): throw .failed(failure(disconnection))
        }
    }

    /// The error for an answer that cannot be used.
    package func unusable(_ answer: HTTPResponse) -> Failure {
        failure(
            answer.isSuccess
                ? Disconnection("the answer cannot be used: it is not what was asked for", status: .protocolError)
                : Disconnection(refused: answer, "the list"))
    }

    private var noWorkspace: Failure { failure(Disconnection("the Backend has no Workspace", status: .notFound)) }

    private func failure(_ disconnection: Disconnection) -> Failure {
        // No id has been used yet.
        let advice = disconnection.status == .notFound ? "check --backend and --workspace-id" : disconnection.advice
        return Failure(
            disconnection.status, at: backend.shown, "\(complaint): \(disconnection.reason)", advice: advice)
    }
}
