/// A text that may be long: decoded only when it is asked for.
package struct WireText: WireValue {
    /// A string.
    package let json: JSON

    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        guard json.kind == .string else { throw WireError(.expected("a string"), json) }
        self.json = json
    }

    package func write(to writer: inout JSONWriter) { writer.raw(json) }

    /// The text itself.
    package var string: String { json.string ?? "" }
}
