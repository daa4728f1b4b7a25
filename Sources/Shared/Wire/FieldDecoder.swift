/// Takes the fields of one object out of its members.
struct FieldDecoder: FieldVisitor {
    private let object: JSON
    private let mode: DecodingMode
    private var members: [JSONMember]
    private var absent: Set<String> = []

    init(_ object: JSON, tag: String?, mode: DecodingMode) throws(WireError) {
        guard let members = object.members else { throw WireError(.expected("an object"), object) }
        var keys: Set<String> = []
        for member in members where !keys.insert(member.key).inserted {
            throw WireError(.repeatedField, member.value, path: member.key)
        }
        self.object = object
        self.mode = mode
        self.members = members.filter { $0.key != tag }
    }

    mutating func required<Value: WireValue>(_ name: String, _ value: inout Value) throws(WireError) {
        guard let json = take(name) else { throw WireError(.missing, object, path: name) }
        value = try decode(name, json)
    }

    mutating func optional<Value: WireValue>(_ name: String, _ value: inout Value?) throws(WireError) {
        guard let json = take(name), json.kind != .null else { return value = nil }
        value = try decode(name, json)
    }

    mutating func nullable<Value: WireValue>(_ name: String, _ value: inout Value?) throws(WireError) {
        guard let json = take(name) else { return noteAbsence(of: name) }
        value = json.kind == .null ? nil : try decode(name, json)
    }

    mutating func defaulted<Value: WireValue>(
        _ name: String, _ value: inout Value, _ initial: Value
    ) throws(WireError) {
        value = initial
        guard let json = take(name) else { return noteAbsence(of: name) }
        value = try decode(name, json)
    }

    /// What is left once every field has been taken.
    func residue() throws(WireError) -> Residue {
        if mode == .strict, let member = members.first {
            throw WireError(.unknownField, member.value, path: member.key)
        }
        var residue = Residue()
        residue.unknown = members
        residue.absent = absent
        return residue
    }
}

extension FieldDecoder {
    private mutating func take(_ name: String) -> JSON? {
        guard let index = members.firstIndex(where: { $0.key == name }) else { return nil }
        return members.remove(at: index).value
    }

    private mutating func noteAbsence(of name: String) { absent.insert(name) }

    private func decode<Value: WireValue>(_ name: String, _ json: JSON) throws(WireError) -> Value {
        do throws(WireError) {
            return try Value(json: json, mode: mode)
        } catch {
            throw error.inside(name)
        }
    }
}
