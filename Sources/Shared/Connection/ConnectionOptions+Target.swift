extension ConnectionOptions {
    /// The Worker that is meant.
    ///
    /// - Throws: `Failure` with status 64.
    package func target() throws(Failure) -> Target {
        do {
            return try Target(backend: backend, runtimeID: runtimeID ?? "", workerID: workerID ?? "")
        } catch {
            throw Failure(.usage, error.description)
        }
    }
}
