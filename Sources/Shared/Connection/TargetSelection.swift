/// What a command line selects: a Backend, one of its Workspaces, and Workers.
package struct TargetSelection: Hashable, Sendable {
    package let backend: BackendURL
    /// Nil for the Backend's only Workspace, and for a Backend that has none.
    package let workspace: Workspace?
    /// In the order in which they were named; empty if none was.
    package let workers: [WorkerReference]

    /// - Parameter operands: Each `RUNTIME:WORKER`, or a Worker alone; or the address of a Worker's page in the web
    ///   console, instead of the options.
    /// - Throws: `Failure` with status 64.
    package init(_ options: ConnectionOptions, operands: [String] = []) throws(Failure) {
        if let address = operands.first(where: ConsoleAddress.isAddress) {
            try self.init(page: address, isAlone: operands.count + options.workerIDs.count == 1)
            return
        }
        guard options.workerIDs.count < 2, options.workerIDs.isEmpty || operands.isEmpty else {
            throw Failure(
                .usage, at: "--worker-id", "several Workers are named",
                advice: "name them all as operands: RUNTIME:WORKER, or WORKER with --runtime-id")
        }
        var workers: [WorkerReference] = []
        for operand in operands {
            guard let worker = WorkerReference(operand: operand, in: options.runtimeID) else {
                throw Failure(
                    .usage, "the operand '\(operand)' names no Worker", advice: "write RUNTIME:WORKER, or WORKER alone")
            }
            workers.append(worker)
        }
        if operands.isEmpty, let id = options.workerIDs.first ?? options.fallbackWorkerID, !id.isEmpty {
            workers = [WorkerReference(runtimeID: options.runtimeID, worker: id)]
        }
        self.init(backend: try BackendURL(options.backend), workspace: options.workspace, workers: workers)
    }

    private init(backend: BackendURL, workspace: Workspace?, workers: [WorkerReference]) {
        (self.backend, self.workspace, self.workers) = (backend, workspace, workers)
    }

    private init(page text: String, isAlone: Bool) throws(Failure) {
        let shown = text.withoutUserInfo
        guard let page = ConsoleAddress(text) else {
            throw Failure(
                .usage, at: shown, "this is not the address of a Worker's page",
                advice: "write http://HOST/w/WORKSPACE/runtimes/RUNTIME/workers/WORKER/console")
        }
        guard isAlone else {
            throw Failure(
                .usage, at: shown, "another Worker is named beside the address of a page",
                advice: "give the address alone, or RUNTIME:WORKER for each")
        }
        var options = ConnectionOptions()
        options.backend = page.backend
        self.init(
            backend: try BackendURL(options.backend), workspace: Workspace(page.workspaceID), workers: [page.worker])
    }
}

extension TargetSelection {
    /// The first Worker as it was named, without looking it up.
    package var namedTarget: Result<Target, Failure> {
        Result { () throws(Failure) in
            let id = WorkerID(runtimeID: workers.first?.runtimeID ?? "", workerID: workers.first?.worker ?? "")
            return try backend.target(id, in: workspace)
        }
    }
}
