extension ConnectionOptions {
    /// The Workspace that is meant: the one named, or the one that this directory belongs to.
    package var workspace: Workspace? {
        workspaceID.map { Workspace($0) } ?? WorkspaceSettings.workspace()
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
