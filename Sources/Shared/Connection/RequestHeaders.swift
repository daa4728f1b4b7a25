/// The headers that the user wants on each request. Files are reread for each connection, so that a token can be
/// replaced while a program runs.
package struct RequestHeaders: Sendable {
    /// As last read.
    package private(set) var current = HTTPHeaders()
    private let options: ConnectionOptions
    private let environment: Environment
    /// Files that cannot be read again.
    private var pipes: [String: SecretFile] = [:]
    private var lastFailure: Failure?

    /// - Parameter warn: Called if others can read a secret.
    /// - Throws: `Failure` as ``ConnectionOptions/requestHeaders(environment:read:)``.
    package init(
        _ options: ConnectionOptions, environment: Environment, warn: (Diagnostic) -> Void
    ) throws(Failure) {
        self.options = options
        self.environment = environment
        var pipes: [String: SecretFile] = [:]
        current = try options.requestHeaders(environment: environment) { (path) throws(Failure) in
            let file = try SecretFile(path: path, warn: warn)
            if !file.canBeReadAgain { pipes[path] = file }
            return file
        }
        self.pipes = pipes
    }

    /// Rereads the files. If one cannot be read, the headers stay as they were: it may be being replaced.
    ///
    /// - Returns: why one cannot be read, unless that has been reported already.
    package mutating func reread() -> Failure? {
        do throws(Failure) {
            current = try options.requestHeaders(environment: environment) { (path) throws(Failure) in
                if let pipe = pipes[path] { return pipe }
                return try SecretFile(path: path, warn: { _ in })
            }
            lastFailure = nil
            return nil
        } catch {
            defer { lastFailure = error }
            return error == lastFailure ? nil : error
        }
    }
}
