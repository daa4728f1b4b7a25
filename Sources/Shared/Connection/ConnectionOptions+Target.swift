extension ConnectionOptions {
    /// The Workspace that is meant: the one named, or the one that this directory belongs to.
    package var workspace: Workspace? {
        workspaceID.map { Workspace($0) } ?? WorkspaceSettings.workspace()
    }

    /// The Worker that is meant, by the options alone.
    ///
    /// - Throws: `Failure` with status 64.
    package func target() throws(Failure) -> Target {
        do {
            return try Target(
                backend: backend, workspace: workspace, runtimeID: runtimeID ?? "",
                workerID: workerIDs.last ?? fallbackWorkerID ?? "")
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    /// The Backend that is meant.
    ///
    /// - Throws: `Failure` with status 64.
    package func backendURL() throws(Failure) -> BackendURL {
        do {
            return try BackendURL(backend)
        } catch {
            throw Failure(.usage, error.description)
        }
    }
}
