/// The headers that the user wants on each request. Their files are read again for each connection, so that a token can be
/// replaced while a program runs.
package struct RequestHeaders: Sendable {
    /// As they were last read.
    package private(set) var current = HTTPHeaders()
    private let options: ConnectionOptions
    private let environment: Environment
    /// Files that say nothing when they are read again.
    private var pipes: [String: SecretFile] = [:]
    private var lastFailure: Failure?

    /// - Parameter warn: Told when others can read a secret.
    /// - Throws: `Failure` as ``ConnectionOptions/requestHeaders(environment:warn:)``.
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

    /// Reads the files again. What cannot be read leaves the headers as they were: the file may be just being replaced.
    ///
    /// - Returns: why they cannot be read, unless that has been said already.
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
