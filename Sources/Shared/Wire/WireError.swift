/// Why JSON is not the expected value: which field, what was found, what should be there.
package struct WireError: Error, Hashable {
    package enum Fault: Hashable, Sendable {
        case missing
        /// Another kind of value, or a number out of range.
        case expected(String)
        /// A word that is not one of these.
        case unknownWord([String])
        case unknownField
        case repeatedField
    }

    package var fault: Fault
    /// The path of the field from the outermost object, such as `params.input[0].kind`; empty for the whole value.
    package private(set) var path: String
    /// What was found, shortened; empty for a missing field.
    package var found: String
    /// The offset of the value, or of the object that lacks it, in the text that was parsed, in bytes.
    package var offset: Int

    /// - Parameter json: The invalid value, or the object that lacks one.
    package init(_ fault: Fault, _ json: JSON, path: String = "") {
        self.fault = fault
        self.path = path
        found = fault == .missing ? "" : String(decoding: json.bytes.prefix(40), as: UTF8.self)
        offset = json.bytes.startIndex
    }

    /// The same error, with a path from the object or array around it.
    package func inside(_ outer: String) -> WireError {
        var error = self
        error.path = path.isEmpty || path.hasPrefix("[") ? outer + path : outer + "." + path
        return error
    }
}

extension WireError: CustomStringConvertible {
    package var description: String {
        let field = path.isEmpty ? "the value" : "field `\(path)`"
        return switch fault {
        case .missing: "\(field) is missing"
        case .expected(let what): "\(field) should be \(what), not \(found)"
        case .unknownWord(let words): "\(field) is \(found); known are \(words.joined(separator: ", "))"
        case .unknownField: "\(field) is unknown"
        case .repeatedField: "\(field) is repeated"
        }
    }
}
