/// What the Backend says to a request that it took: HTTP 200 alone is no success.
package struct Reply: WireObject {
    package var state = ReplyState.accepted
    package var diagnostics: [BackendDiagnostic] = []
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("state", &state)
        try visitor.defaulted("diagnostics", &diagnostics, [])
    }
}

/// Whether a request was accepted.
package struct ReplyState: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let accepted = Self(rawValue: "accepted")
    package static let known = [accepted] + ["rejected", "unsupported"].map(Self.init(rawValue:))
}

extension Reply {
    /// The sentences that a reply gives rise to, each one an `error` event: first that it is no, then the remarks.
    package func remarks(on operation: Operation, to target: Target) -> [String] {
        let verdict = state == .accepted ? [] : ["The Backend answered `\(state)` to \(operation) for \(target.label)"]
        return verdict
            + diagnostics.map { "The Backend remarks on \(operation) for \(target.label) [\($0.code)]: \($0.message)" }
    }
}
