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
    ) throws(Failure) -> HTTPHeaders {
        var result = HTTPHeaders()
        for argument in headers {
            if argument.hasPrefix("@") {
                try Self.append(linesOf: SecretFile(path: String(argument.dropFirst()), warn: warn), to: &result)
            } else {
                result.append(try Self.field(argument, read: Field.init(argument:), or: .usage, at: "--header"))
            }
        }
        let hasAuthorization = result["Authorization"] != nil
        if let tokenFile {
            guard !hasAuthorization else {
                throw Failure(.usage, at: "--token-file", "an Authorization header is given too", advice: "give one")
            }
            let token = try SecretFile(path: tokenFile, warn: warn).textWithoutEnd
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
        var lines = LineSplitter()
        lines.append(Array(file.text.utf8).span)
        var number = 0
        while let line = lines.nextLine() ?? lines.lastLine() {
            number += 1
            guard !line.isEmpty else { continue }
            let text = String(decoding: lines.bytes[line], as: UTF8.self)
            let place = "\(file.path): line \(number)"
            headers.append(try field(text, read: Field.init(argument:), or: .badInput, at: place))
        }
    }

    private static func field(
        _ text: String, read: (String) throws(ArgumentError) -> Field, or status: ExitStatus, at place: String
    ) throws(Failure) -> Field {
        do {
            return try read(text)
        } catch {
            throw Failure(status, at: place, error.found, advice: error.advice)
        }
    }
}
