/// A JSON object of the protocol, whose fields are named once for both directions.
///
/// ```
/// mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
///     try visitor.required("text", &text)
/// }
/// ```
package protocol WireObject: WireValue {
    init()
    /// What decoding found beside the fields, so that encoding gives it back.
    var residue: Residue { get set }
    /// Shows the visitor each field, in the order in which upstream writes them.
    mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure)
}

/// Reads or writes fields.
package protocol FieldVisitor {
    associatedtype Failure: Error
    mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) throws(Failure)
    /// May be missing or null; left out when `nil`.
    mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) throws(Failure)
    /// May be missing or null; written as null when `nil`.
    mutating func nullable<Value: WireValue>(_ name: String, _ value: inout Value?) throws(Failure)
    /// May be missing, which means `initial`.
    mutating func defaulted<Value: WireValue>(_ name: String, _ value: inout Value, _ initial: Value) throws(Failure)
}

/// The rest of a decoded object.
package struct Residue: Hashable, Sendable {
    /// Fields that are not known here.
    package var unknown: [JSONMember] = []
    /// Known fields that were left out although they are usually written.
    package var absent: Set<String> = []

    package init() {}
}

extension WireObject {
    package init(json: JSON, mode: DecodingMode) throws(WireError) { try self.init(json: json, tag: nil, mode: mode) }

    /// - Parameter tag: a field that has been read already and told which type this is.
    package init(json: JSON, tag: String?, mode: DecodingMode) throws(WireError) {
        self.init()
        var decoder = try FieldDecoder(json, tag: tag, mode: mode)
        try fields(&decoder)
        residue = try decoder.residue()
    }

    package func write(to writer: inout JSONWriter) { writer.object { writeFields(to: &$0) } }

    /// The object written with a tag before its fields.
    func write(tag: String, _ word: String, to writer: inout JSONWriter) {
        writer.object {
            $0.key(tag)
            $0.string(word)
            writeFields(to: &$0)
        }
    }

    private func writeFields(to writer: inout JSONWriter) {
        var encoder = FieldEncoder(writer: writer, absent: residue.absent)
        var copy = self
        copy.fields(&encoder)
        for member in residue.unknown {
            encoder.writer.key(member.key)
            encoder.writer.raw(member.value)
        }
        writer = encoder.writer
    }
}

extension WireValue {
    /// One case of a union whose cases `kind` tells apart; `nil` where its payload is not what it should be.
    static func decoded<Payload: WireObject>(_ wrap: (Payload) -> Self, _ json: JSON, _ mode: DecodingMode) -> Self? {
        (try? Payload(json: json, tag: "kind", mode: mode)).map(wrap)
    }
}
