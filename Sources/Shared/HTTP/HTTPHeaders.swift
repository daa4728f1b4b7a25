/// Header fields in the order they were given or received; names are case-insensitive.
package struct HTTPHeaders: Sendable, Hashable {
    /// Every field, including repeated names.
    package private(set) var fields: [Field]

    package init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// One field that is guaranteed to be one line.
    package struct Field: Sendable, Hashable {
        /// A token (RFC 9110 §5.6.2), spelled as given.
        package let name: String
        /// Without surrounding white space and without control characters other than tab.
        package let value: String

        /// Nil if the name is not a token or the value contains a control character.
        package init?(name: some StringProtocol, value: some StringProtocol) {
            guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else { return nil }
            let trimmed = value.trimmingBlanks
            guard trimmed.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else { return nil }
            self.name = String(name)
            self.value = trimmed
        }
    }
}

extension HTTPHeaders {
    /// The value of the first field of that name.
    package subscript(name: String) -> String? {
        fields.first { $0.name.equalsIgnoringASCIICase(name) }?.value
    }

    /// Adds a field after the others.
    package mutating func append(_ field: Field) {
        fields.append(field)
    }

    /// Adds a field unless there is one with that name, or it is not valid.
    package mutating func appendIfMissing(_ name: String, _ value: String) {
        guard self[name] == nil, let field = Field(name: name, value: value) else { return }
        fields.append(field)
    }

    /// The members of a comma-separated list field (RFC 9110 §5.6.1) from all fields of that name, without empty ones.
    package func list(_ name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringASCIICase(name) }.flatMap { field in
            field.value.split(separator: ",").compactMap { member in
                let trimmed = member.trimmingBlanks
                return trimmed.isEmpty ? nil : trimmed
            }
        }
    }

    /// Whether a list field contains a member, ignoring case.
    package func list(_ name: String, contains member: String) -> Bool {
        list(name).contains { $0.equalsIgnoringASCIICase(member) }
    }
}

extension String {
    /// Whether both are equal, ignoring the case of A–Z.
    func equalsIgnoringASCIICase(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension UInt8 {
    /// The small letter for A–Z, any other byte itself.
    var lowercasedASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }

    /// RFC 9110 §5.6.2: tchar.
    var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}

extension StringProtocol {
    /// Without the spaces and tabs around it (RFC 9110 §5.6.3).
    fileprivate var trimmingBlanks: String {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let rest = utf8.drop(while: isBlank)
        return String(decoding: rest.reversed().drop(while: isBlank).reversed(), as: UTF8.self)
    }
}
