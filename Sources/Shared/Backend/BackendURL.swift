/// Where a Backend is: a base URL, checked before anything is sent.
package struct BackendURL: Hashable, Sendable {
    /// Where an upstream Backend listens unless told otherwise.
    package static let standard = "http://127.0.0.1:8787"

    /// As given, without the slashes at its end.
    package let base: String

    /// - Throws: ``TargetError`` unless the text is an `http://` or `https://` URL with a host and nothing after its path.
    package init(_ text: String) throws(TargetError) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw .blankURL }
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            throw .notHTTP
        }
        // A space or control would end the request line, '?' and '#' would swallow the path that is appended.
        guard text.unicodeScalars.allSatisfy({ $0 > " " && $0 != "\u{7F}" && $0 != "?" && $0 != "#" }) else {
            throw .strayCharacter
        }
        // A '/' in a password makes the rest of it a path, which would be sent and shown.
        let path = text.utf8.dropFirst("https://".utf8.count).drop { $0 != UInt8(ascii: "/") }
        guard !path.contains(UInt8(ascii: "@")) else { throw .strayAt }
        var base = Substring(text)
        while base.hasSuffix("/") { base.removeLast() }
        guard Endpoint(url: String(base)) != nil else { throw .noHost }
        self.base = String(base)
    }
}

extension BackendURL {
    /// Where the routes of a Workspace begin; nil for the only one.
    package func api(_ workspace: Workspace?) -> String {
        base + "/api" + (workspace.map { "/w/" + $0.id.percentEncoded } ?? "")
    }

    /// The list of the Workspaces that the Backend has; an array.
    package var workspaces: String { base + "/api/workspaces?limit=200" }

    /// The list of a Workspace's Workers; nil for the only one.
    package func workers(of workspace: Workspace?) -> String { api(workspace) + "/workers" }

    /// One of a Workspace's Workers, by its id or its short key; the events API has no such route where the Runtime is not
    /// named.
    package func worker(_ reference: WorkerReference, of workspace: Workspace?) -> String {
        api(workspace) + (reference.runtimeID.map { "/runtimes/" + $0.percentEncoded } ?? "") + "/workers/"
            + reference.worker.percentEncoded
    }

    /// A Worker of this Backend.
    ///
    /// - Throws: `Failure` with status 64 for ids that cannot be used.
    package func target(_ id: WorkerID, in workspace: Workspace?) throws(Failure) -> Target {
        do throws(TargetError) {
            return try Target(backend: base, workspace: workspace, runtimeID: id.runtimeID, workerID: id.workerID)
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    /// The URL as it may be shown: without a user name or password.
    package var shown: String { base.withoutUserInfo }
}
