extension ConnectionOptions {
    /// The headers that the user wants on each request: those of `-H`, then the token's.
    ///
    /// An `Authorization` given with `-H` takes precedence over a token from the environment.
    ///
    /// - Parameters:
    ///   - environment: May hold the token.
    ///   - warn: Told when others can read a secret.
    /// - Returns: Headers that are safe to send, in order.
    /// - Throws: `Failure` with status 64 (an argument), 65 (what a file holds) or 66 (no such file).
    package func requestHeaders(
        environment: Environment, warn: (Diagnostic) -> Void
    ) throws(Failure) -> HTTPHeaders {
        try requestHeaders(environment: environment) { (path) throws(Failure) in try SecretFile(path: path, warn: warn)
        }
    }

    /// The same with files from elsewhere.
    func requestHeaders(
        environment: Environment, read: (String) throws(Failure) -> SecretFile
    ) throws(Failure) -> HTTPHeaders {
        var result = HTTPHeaders()
        for argument in headers {
            if argument.utf8.first == UInt8(ascii: "@") {
                let path = String(Substring(argument.utf8.dropFirst()))
                try Self.append(linesOf: read(path), to: &result)
            } else {
                result.append(try Self.field(argument, read: Field.init(argument:), or: .usage, at: "--header"))
            }
        }
        let hasAuthorization = result["Authorization"] != nil
        if let tokenFile {
            guard !hasAuthorization else {
                throw Failure(.usage, at: "--token-file", "an Authorization header is given too", advice: "give one")
            }
            let token = try read(tokenFile).textWithoutEnd
            result.append(try Self.field(token, read: Field.init(bearer:), or: .badInput, at: tokenFile))
        } else if !hasAuthorization, let token = try environment.value(of: "YOI_TOKEN") {
            result.append(try Self.field(token, read: Field.init(bearer:), or: .usage, at: "YOI_TOKEN"))
        }
        return result
    }
}

extension ConnectionOptions {
    private typealias Field = HTTPHeaders.Field

    private static func append(linesOf file: SecretFile, to headers: inout HTTPHeaders) throws(Failure) {
        // CR LF is one Character: lines are a matter of bytes.
        for (index, line) in file.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(Substring(line.last == 0x0D ? line.dropLast() : line))
            guard !text.isEmpty else { continue }
            let location = "\(file.path): line \(index + 1)"
            headers.append(try field(text, read: Field.init(argument:), or: .badInput, at: location))
        }
    }

    private static func field(
        _ text: String, read: (String) throws(ArgumentError) -> Field, or status: ExitStatus, at location: String
    ) throws(Failure) -> Field {
        do {
            return try read(text)
        } catch {
            throw Failure(status, at: location, error.found, advice: error.advice)
        }
    }
}
