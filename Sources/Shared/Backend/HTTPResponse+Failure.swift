extension HTTPResponse {
    /// What an answer that is no success means for the exit status; `nil` for 2xx.
    package var failure: ExitStatus? {
        switch status {
        case 200..<300: nil
        case 400, 413, 422: .badInput
        case 401, 403: .noPermission
        case 404: .notFound
        case 409, 429, 503: .tryLater
        case 500..<600: .unavailable
        default: .protocolError
        }
    }

    /// The status and the server's own words, as the second half of a sentence; uncleaned.
    ///
    /// `404 Not Found: unknown worker`
    package var complaint: String {
        let head = reason.isEmpty ? "\(status)" : "\(status) \(reason)"
        let words = serverWords
        let wait = headers["Retry-After"].map { " (Retry-After: \($0))" } ?? ""
        return (words.isEmpty ? head : "\(head): \(words)") + wait
    }

    /// From `{"error","message"}`, or the plain text of the body; not more than a sentence or two, and no page of HTML.
    private var serverWords: String {
        guard headers["Content-Type"]?.hasPrefix("text/html") != true else { return "" }
        if let json = try? JSON(body), let message = (json["message"] ?? json["error"])?.string {
            return String(message.prefix(Self.longestWords))
        }
        return String(String(decoding: body.prefix(4 * Self.longestWords), as: UTF8.self).prefix(Self.longestWords))
    }

    /// Characters of a server's words that are shown.
    private static let longestWords = 300
}
