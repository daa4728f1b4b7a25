@testable import Shared

extension JSON {
    /// The value with its members sorted, its strings decoded and no white space: equal for equal JSON values.
    var canonical: String {
        if let members {
            let sorted = members.sorted { $0.key < $1.key }
            return "{" + sorted.map { "\($0.key.debugDescription):\($0.value.canonical)" }.joined(separator: ",") + "}"
        }
        if let elements { return "[" + elements.map(\.canonical).joined(separator: ",") + "]" }
        return string?.debugDescription ?? text
    }
}
