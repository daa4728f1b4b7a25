extension ConnectionOptions {
    /// The headers that the user wants on each request: those from `-H`, then that for the token.
    ///
    /// An `Authorization` given with `-H` takes precedence over a token from the environment.
    ///
    /// - Parameters:
    ///   - environment: May have the token.
    ///   - read: Reads a file.
    /// - Returns: Headers that are safe to send, in order.
    /// - Throws: `Failure` with status 64 (an argument), 65 (the contents of a file) or 66 (no such file).
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
        // CR LF is one Character, so lines are split as bytes.
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
