/// The members of an object, to be read by name.
struct Fields {
    private let object: JSON
    private let mode: DecodingMode
    private var members: [JSONMember]

    /// For lenient reading: a value that is not an object has no fields.
    init(_ object: JSON) {
        self.object = object
        mode = .lenient
        members = object.members ?? []
    }

    /// - Throws: ``WireError`` for a value that is not an object and, if strict, for a field that is repeated.
    init(_ object: JSON, mode: DecodingMode) throws(WireError) {
        guard let members = object.members else { throw WireError(.expected("an object"), object) }
        self.object = object
        self.mode = mode
        self.members = members
        guard mode == .strict else { return }
        var keys: Set<String> = []
        for member in members where !keys.insert(member.key).inserted {
            throw WireError(.repeatedField, member.value, path: member.key)
        }
    }
}

extension Fields {
    /// A field, read leniently; nil if it is missing or invalid.
    subscript<Value: WireDecodable>(name: String) -> Value? {
        members.first { $0.key == name }.flatMap { try? Value(json: $0.value) }
    }

    /// A field that must be there.
    func required<Value: WireDecodable>(_ name: String) throws(WireError) -> Value {
        guard let json = members.first(where: { $0.key == name })?.value else {
            throw WireError(.missing, object, path: name)
        }
        do throws(WireError) {
            return try Value(json: json, mode: mode)
        } catch {
            throw error.inside(name)
        }
    }

    /// A field that must be there if strict; else it defaults to `fallback`.
    func required<Value: WireDecodable>(_ name: String, or fallback: Value) throws(WireError) -> Value {
        mode == .strict ? try required(name) : self[name] ?? fallback
    }

    /// A field that may be missing, and then defaults to `initial`; null is not missing.
    func optional<Value: WireDecodable>(_ name: String, or initial: Value) throws(WireError) -> Value {
        guard mode == .strict, members.contains(where: { $0.key == name }) else { return self[name] ?? initial }
        return try required(name)
    }

    /// A field that may be missing or null.
    func optional<Value: WireDecodable>(_ name: String) throws(WireError) -> Value? {
        guard let json: JSON = self[name], json.kind != .null else { return nil }
        return try required(name)
    }

    /// If strict, refuses every other field.
    func allowOnly(_ names: String...) throws(WireError) {
        guard mode == .strict, let other = members.first(where: { !names.contains($0.key) }) else { return }
        throw WireError(.unknownField, other.value, path: other.key)
    }
}
