extension HTTPResponse {
    /// The exit status for a response other than 2xx to a request that only reads; nil for 2xx.
    package var failure: ExitStatus? {
        switch status {
        case 200..<300: nil
        case 400, 413, 422: .badInput
        case 401, 403, 407: .noPermission
        case 404: .notFound
        case 408, 409, 425, 429, 503: .tryLater
        case 500..<600: .unavailable
        default: .protocolError
        }
    }

    /// The status and the server's own words, as the end of a sentence; unsanitized.
    ///
    /// `404 Not Found: unknown worker`
    package var complaint: String {
        let head = reason.isEmpty ? "\(status)" : "\(status) \(reason)"
        let words = serverWords
        var notes: [String] = []
        if (300..<400).contains(status), let location = headers["Location"] {
            notes.append("Location: \(location.withoutUserInfo)")
        }
        if let wait = headers["Retry-After"] { notes.append("Retry-After: \(wait)") }
        if let proxy { notes.append("through the proxy \(proxy)") }
        return (words.isEmpty ? head : "\(head): \(words)")
            + (notes.isEmpty ? "" : " (" + notes.joined(separator: "; ") + ")")
    }

    /// What the user can do about a response other than 2xx; nil where that is unknown.
    package var advice: String? {
        switch status {
        case 300..<400: "redirects are not followed; give the new address with --backend"
        case 407: "give the proxy's user name and password in its URL: http://USER:PASSWORD@HOST:PORT"
        default: failure?.advice
        }
    }

    /// How today's Backend answers for an unknown Workspace, or for none where there is not exactly one.
    package var isEmptyNotFound: Bool { status == 404 && body.isEmpty }

    /// How a Backend answers for a route that its API does not have.
    package var isUnknownRoute: Bool { status == 404 && (try? json())?["error"]?.string == "not_found" }

    /// The body as JSON; a byte order mark before it is ignored (RFC 8259 §8.1).
    package func json() throws(JSONError) -> JSON {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return try JSON(body.starts(with: mark) ? Array(body.dropFirst(mark.count)) : body)
    }

    /// From `{"error","message"}`, or the body itself if it is plain text; a sentence or two, never a page of HTML.
    private var serverWords: String {
        guard headers["Content-Type"]?.hasPrefix("text/html") != true else { return "" }
        if let json = try? json(), let message = (json["message"] ?? json["error"])?.string {
            return String(message.prefix(Self.maxWords))
        }
        return String(String(decoding: body.prefix(4 * Self.maxWords), as: UTF8.self).prefix(Self.maxWords))
    }

    /// In characters.
    private static let maxWords = 300
}

extension ExitStatus {
    /// What the user can do about a refusal; nil where that is unknown.
    package var advice: String? {
        switch self {
        case .notFound: "yoi-events --list shows the ids"
        case .noPermission: "check --token-file or YOI_TOKEN"
        case .tryLater: "try again later"
        default: nil
        }
    }
}
