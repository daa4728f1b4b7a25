extension ConnectionOptions {
    /// The headers that the user wants on each request: those of `-H`, then the token's.
    ///
    /// An `Authorization` given with `-H` takes the place of a token from the environment.
    ///
    /// - Parameters:
    ///   - environment: May hold the token.
    ///   - warn: Told when others can read a secret.
    /// - Returns: Headers that are safe to send, in order.
    /// - Throws: `Failure` with status 64 (an argument), 65 (what a file holds) or 66 (no such file).
    package func requestHeaders(
        environment: Environment, warn: (Diagnostic) -> Void
    ) throws(Failure) -> [RequestHeader] {
        var result: [RequestHeader] = []
        for argument in headers {
            if argument.hasPrefix("@") {
                result += try Self.headers(inFile: String(argument.dropFirst()), warn: warn)
            } else {
                result.append(try Self.header(argument, or: .usage, at: "--header"))
            }
        }
        let hasAuthorization = result.contains { $0.name.lowercased() == "authorization" }
        if let tokenFile {
            guard !hasAuthorization else {
                throw Failure(.usage, at: "--token-file", "an Authorization header is given too", advice: "give one")
            }
            result.append(try Self.bearer(inFile: tokenFile, warn: warn))
        } else if !hasAuthorization, let token = try environment.value(of: "YOI_TOKEN") {
            result.append(try Self.bearer(token, or: .usage, at: "YOI_TOKEN"))
        }
        return result
    }
}

extension ConnectionOptions {
    /// Bytes of a token or header file at most.
    private static let fileLimit = 1 << 20

    private static func headers(inFile path: String, warn: (Diagnostic) -> Void) throws(Failure) -> [RequestHeader] {
        let text = try secret(inFile: path, warn: warn)
        var result: [RequestHeader] = []
        // "\r\n" is one Character; a lone "\r" stays in its line and is refused there.
        for (index, line) in text.split(separator: /\r?\n/, omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            result.append(try header(String(line), or: .badInput, at: "\(path): line \(index + 1)"))
        }
        return result
    }

    private static func bearer(inFile path: String, warn: (Diagnostic) -> Void) throws(Failure) -> RequestHeader {
        let text = try secret(inFile: path, warn: warn)
        let end = text.unicodeScalars.lastIndex { $0 != "\n" && $0 != "\r" && $0 != " " && $0 != "\t" }
        let token = end.map { String(text.unicodeScalars[...$0]) } ?? ""
        return try bearer(token, or: .badInput, at: path)
    }

    private static func secret(inFile path: String, warn: (Diagnostic) -> Void) throws(Failure) -> String {
        var file = try Input(path: path)
        if file.isReadableByOthers {
            warn(Diagnostic(at: path, "other users can read this file", advice: "chmod 600 it"))
        }
        var bytes: [UInt8] = []
        while try file.read(appendingTo: &bytes) {
            guard bytes.count <= fileLimit else { throw Failure(.badInput, at: path, "is larger than 1 MiB") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.badInput, at: path, "is not valid UTF-8")
        }
        return text
    }

    private static func header(_ line: String, or status: ExitStatus, at place: String) throws(Failure) -> RequestHeader
    {
        do {
            return try RequestHeader(line: line)
        } catch {
            throw Failure(status, at: place, error.found, advice: error.advice)
        }
    }

    private static func bearer(_ token: String, or status: ExitStatus, at place: String) throws(Failure)
        -> RequestHeader
    {
        do {
            return try RequestHeader(bearer: token)
        } catch {
            throw Failure(status, at: place, error.found, advice: error.advice)
        }
    }
}
