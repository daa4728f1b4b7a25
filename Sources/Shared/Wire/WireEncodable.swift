/// A value of the protocol that we write.
package protocol WireEncodable {
    func write(to writer: inout JSONWriter)
}

extension WireEncodable {
    /// The value as JSON text on one line, without a line break.
    package var encoded: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension JSONWriter {
    /// A member of the object that is being written.
    package mutating func member(_ name: String, _ value: some WireEncodable) {
        key(name)
        value.write(to: &self)
    }
}

extension JSON: WireEncodable {
    package func write(to writer: inout JSONWriter) { writer.raw(self) }
}

extension String: WireEncodable {
    package func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: WireEncodable {
    package func write(to writer: inout JSONWriter) { writer.bool(self) }
}

extension WireEncodable where Self: BinaryInteger {
    package func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Int64: WireEncodable {}
extension UInt64: WireEncodable {}
extension UInt32: WireEncodable {}

extension Array: WireEncodable where Element: WireEncodable {
    package func write(to writer: inout JSONWriter) {
        writer.array { for element in self { element.write(to: &$0) } }
    }
}
