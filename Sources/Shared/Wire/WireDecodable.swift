/// A value of the protocol that is read from JSON.
package protocol WireDecodable: Hashable, Sendable {
    /// - Throws: ``WireError`` with the field and its offset.
    init(json: JSON, mode: DecodingMode) throws(WireError)
}

/// What to make of things that the protocol, as we know it, does not have.
package enum DecodingMode: Sendable {
    /// Take what can be read and pass over the rest: another version may have sent it. For what a Backend says.
    case lenient
    /// Refuse it by name: it is most likely a slip. For what a person is about to send.
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
    /// Leniently, elements that are not what they should be are left out.
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
