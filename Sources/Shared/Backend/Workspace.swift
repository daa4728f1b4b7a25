/// One of a Backend's Workspaces.
package struct Workspace: Hashable, Sendable {
    /// A UUID as the Backend spells it; compared as raw text.
    package let id: String
    /// Whether the user did not name it: a directory's settings did, and the Backend may not know it.
    package let isAssumed: Bool

    /// - Parameter isAssumed: False where the user named it.
    package init(_ id: String, isAssumed: Bool = false) {
        self.id = id
        self.isAssumed = isAssumed
    }
}

extension Workspace {
    /// The Workspaces of a list, an array.
    ///
    /// - Returns: nil where the answer is not one.
    package static func all(in answer: HTTPResponse) -> [Workspace]? {
        guard answer.isSuccess else { return nil }
        return (try? answer.json())?.elements?.compactMap { $0["workspace_id"]?.string.map { Workspace($0) } }
    }
}
