/// A value of the protocol: decoded from JSON and written back as JSON.
package protocol WireValue: Hashable, Sendable {
    /// - Throws: ``WireError`` with the field and its place.
    init(json: JSON, mode: DecodingMode) throws(WireError)
    func write(to writer: inout JSONWriter)
}

/// What to make of things that the protocol, as we know it, does not have.
package enum DecodingMode: Sendable {
    /// Keep them: another version may have sent them. For what a Backend says.
    case lenient
    /// Refuse them by name: they are most likely a slip. For what a person is about to send.
    case strict
}

extension WireValue {
    /// Decodes leniently.
    package init(json: JSON) throws(WireError) { try self.init(json: json, mode: .lenient) }

    /// The value as JSON text.
    package var encoded: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension JSON: WireValue {
    package init(json: JSON, mode: DecodingMode) { self = json }
    package func write(to writer: inout JSONWriter) { writer.raw(self) }
}

extension String: WireValue {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let string = json.string else { throw WireError(.expected("a string"), json) }
        self = string
    }

    package func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: WireValue {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let bool = json.bool else { throw WireError(.expected("true or false"), json) }
        self = bool
    }

    package func write(to writer: inout JSONWriter) { writer.bool(self) }
}

extension WireValue where Self: FixedWidthInteger {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let integer = json.integer(as: Self.self) else {
            throw WireError(.expected("a whole number from \(Self.min) to \(Self.max)"), json)
        }
        self = integer
    }

    package func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Int64: WireValue {}
extension UInt64: WireValue {}
extension UInt32: WireValue {}
extension UInt16: WireValue {}

extension Array: WireValue where Element: WireValue {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard let elements = json.elements else { throw WireError(.expected("an array"), json) }
        self = []
        for (index, element) in elements.enumerated() {
            do throws(WireError) {
                append(try Element(json: element, mode: mode))
            } catch {
                throw error.inside("[\(index)]")
            }
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.array { for element in self { element.write(to: &$0) } }
    }
}
