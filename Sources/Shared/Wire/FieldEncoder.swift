/// Writes the fields of one object; never fails.
struct FieldEncoder: FieldVisitor {
    var writer: JSONWriter
    /// Fields that were left out where the object came from, and stay so while they say no more than that.
    let absent: Set<String>

    mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) { write(name, value) }

    mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) {
        if let value { write(name, value) }
    }

    mutating func nullable<Value: WireValue>(_ name: String, _ value: inout Value?) {
        if let value { return write(name, value) }
        guard !absent.contains(name) else { return }
        writer.key(name)
        writer.null()
    }

    mutating func defaulted<Value: WireValue>(_ name: String, _ value: inout Value, _ initial: Value) {
        if !absent.contains(name) || value != initial { write(name, value) }
    }

    private mutating func write(_ name: String, _ value: some WireValue) {
        writer.key(name)
        value.write(to: &writer)
    }
}
