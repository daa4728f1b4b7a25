/// Where a Backend is: a base URL, checked before anything is sent.
package struct BackendURL: Hashable, Sendable {
    /// Where an upstream Backend listens by default.
    package static let standard = "http://127.0.0.1:8787"

    /// As given, without trailing slashes.
    package let base: String

    /// - Throws: `Failure` with status 64 unless the text is an `http://` or `https://` URL with a host and nothing after its
    ///   path.
    package init(_ text: String) throws(Failure) {
        func refuse(_ found: String, _ advice: String? = nil) -> Failure {
            Failure(.usage, "the Backend URL " + found, advice: advice)
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw refuse("is empty", "give --backend URL or set YOI_BACKEND")
        }
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            throw refuse("does not start with http:// or https://")
        }
        // A space or control would end the request line, '?' and '#' would swallow the path that is appended.
        guard text.unicodeScalars.allSatisfy({ $0 > " " && $0 != "\u{7F}" && $0 != "?" && $0 != "#" }) else {
            throw refuse(
                "has a space, a control character, '?' or '#'",
                "give only scheme, host, port and path, and write such a character in a password as %20, %3F or %23")
        }
        // After a '/' in a password, the rest of it would be taken for the path, and sent and shown.
        let path = text.utf8.dropFirst("https://".utf8.count).drop { $0 != UInt8(ascii: "/") }
        guard !path.contains(UInt8(ascii: "@")) else {
            throw refuse(
                "has an '@' after its first '/'", "write '/' in a password as %2F, and '@' in a path as %40")
        }
        var base = Substring(text)
        while base.hasSuffix("/") { base.removeLast() }
        guard Endpoint(url: String(base)) != nil else {
            throw refuse("names no host, or has an invalid port", "write it like \(Self.standard)")
        }
        self.base = String(base)
    }
}

extension BackendURL {
    /// The base URL of a Workspace's routes; nil for the only Workspace.
    package func api(_ workspace: Workspace?) -> String {
        base + "/api" + (workspace.map { "/w/" + $0.id.percentEncoded } ?? "")
    }

    /// The list of the Backend's Workspaces, an array.
    package var workspaces: String { base + "/api/workspaces?limit=200" }

    /// The list of a Workspace's Workers; nil for the only Workspace.
    package func workers(of workspace: Workspace?) -> String { api(workspace) + "/workers" }

    /// One of a Workspace's Workers, by its id or its short key; on the events API only together with its Runtime.
    package func worker(_ reference: WorkerReference, of workspace: Workspace?) -> String {
        api(workspace) + (reference.runtimeID.map { "/runtimes/" + $0.percentEncoded } ?? "") + "/workers/"
            + reference.worker.percentEncoded
    }

    /// A Worker of this Backend.
    ///
    /// - Throws: `Failure` with status 64 for ids that cannot be used.
    package func target(_ id: WorkerID, in workspace: Workspace?) throws(Failure) -> Target {
        try Target(backend: base, workspace: workspace, runtimeID: id.runtimeID, workerID: id.workerID)
    }

    /// The URL as it may be shown: without a user name or password.
    package var shown: String { base.withoutUserInfo }
}
