/// What the Backend says to a request that it took: HTTP 200 alone is no success.
package struct Reply: Hashable, Sendable {
    package var state: ReplyState
    package var diagnostics: [BackendDiagnostic]
}

extension Reply: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        state = try fields.required("state")
        diagnostics = fields["diagnostics"] ?? []
    }
}

/// Whether a request was accepted.
package struct ReplyState: WireWord {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let accepted = Self(rawValue: "accepted")
}

extension Reply {
    /// The sentences that a reply gives rise to, each one an `error` event: first that it is no, then the remarks.
    package func remarks(on operation: Operation, to target: Target) -> [String] {
        let verdict = state == .accepted ? [] : ["The Backend answered `\(state)` to \(operation) for \(target.label)"]
        return verdict
            + diagnostics.map { "The Backend remarks on \(operation) for \(target.label) [\($0.code)]: \($0.message)" }
    }
}
