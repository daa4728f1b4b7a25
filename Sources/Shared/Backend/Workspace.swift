/// One of a Backend's Workspaces.
package struct Workspace: Hashable, Sendable {
    /// A UUID as the Backend spells it.
    package let id: String
    /// Whether it comes from a directory's settings and not from the user: the Backend may not know it.
    package let isAssumed: Bool

    /// - Parameter isAssumed: False where the user named it.
    package init(_ id: String, isAssumed: Bool = false) {
        self.id = id
        self.isAssumed = isAssumed
    }
}

extension Workspace {
    /// The Workspaces in a list.
    ///
    /// - Returns: nil if the response is not a list.
    package static func all(in answer: HTTPResponse) -> [Workspace]? {
        guard answer.isSuccess else { return nil }
        return (try? answer.json())?.elements?.compactMap { $0["workspace_id"]?.string.map { Workspace($0) } }
    }
}
