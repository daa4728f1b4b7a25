/// A remark of the Backend's about a request.
package struct BackendDiagnostic: Hashable, Sendable {
    package var code: String
    package var message: String
    /// `info`, `warning` …
    package var severity: String?
}

extension BackendDiagnostic: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        code = fields["code"] ?? ""
        message = fields["message"] ?? ""
        severity = fields["severity"]
    }
}
