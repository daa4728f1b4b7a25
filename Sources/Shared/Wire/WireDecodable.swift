/// A value of the protocol that is read from JSON.
package protocol WireDecodable: Hashable, Sendable {
    /// - Throws: ``WireError`` with the field and its offset.
    init(json: JSON, mode: DecodingMode) throws(WireError)
}

/// What to do with fields and words that are not in the protocol.
package enum DecodingMode: Sendable {
    /// Use what can be read and skip the rest, for what a Backend sends: it may be another version.
    case lenient
    /// Refuse them by name, for what a user wants to send: it is most likely a mistake.
    case strict
}

extension WireDecodable {
    /// Decodes leniently.
    package init(json: JSON) throws(WireError) { try self.init(json: json, mode: .lenient) }
}

extension JSON: WireDecodable {
    package init(json: JSON, mode: DecodingMode) { self = json }
}

extension String: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        self = try WireText(json: json, mode: mode).string
    }
}

extension Bool: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let bool = json.bool else { throw WireError(.expected("true or false"), json) }
        self = bool
    }
}

extension WireDecodable where Self: FixedWidthInteger {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let integer = json.integer(as: Self.self) else {
            throw WireError(.expected("a whole number from \(Self.min) to \(Self.max)"), json)
        }
        self = integer
    }
}

extension Int64: WireDecodable {}
extension UInt64: WireDecodable {}
extension UInt32: WireDecodable {}

extension Array: WireDecodable where Element: WireDecodable {
    /// If lenient, invalid elements are skipped.
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let elements = json.elements else { throw WireError(.expected("an array"), json) }
        self = []
        for (index, element) in elements.enumerated() {
            do throws(WireError) {
                append(try Element(json: element, mode: mode))
            } catch {
                if mode == .strict { throw error.inside("[\(index)]") }
            }
        }
    }
}
