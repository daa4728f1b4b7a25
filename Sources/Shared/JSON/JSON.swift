/// One JSON value, as its exact bytes; decoded only when needed.
///
/// Numbers keep their spelling, objects their order: `try JSON("{\"n\": 1e2}")["n"]?.text == "1e2"`. The bytes are
/// always one valid value without white space around it.
package struct JSON: Hashable, Sendable, CustomStringConvertible {
    /// A slice of the text that was parsed; `bytes.startIndex` is the value's offset in it.
    package let bytes: ArraySlice<UInt8>

    /// Trusts that the bytes are one valid value, for slices of a validated text.
    init(trusted bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// Parses a whole text: one value, perhaps with white space around it, which is dropped.
    package init(_ text: [UInt8]) throws(JSONError) {
        self.init(trusted: text[try text.span.wholeValue()])
    }

    package init(_ text: String) throws(JSONError) { try self.init(Array(text.utf8)) }
}

extension JSON {
    /// What a value is, by its first byte.
    package enum Kind: String, Sendable {
        case object = "an object"
        case array = "an array"
        case string = "a string"
        case number = "a number"
        case bool = "true or false"
        case null = "null"
    }

    package var kind: Kind {
        switch bytes.first {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// The value as it was written.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package var description: String { text }

    /// A string, decoded; nil for other kinds.
    package var string: String? {
        guard kind == .string else { return nil }
        let contents = bytes.dropFirst().dropLast()
        return JSON.decoded(contents)
    }

    package var bool: Bool? { kind == .bool ? bytes.first == UInt8(ascii: "t") : nil }

    /// An integer, if the number is written as one and fits; as in the protocol, `1.0` and `1e3` are not integers.
    package func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Integer.self) -> Integer? {
        kind == .number ? Integer(text) : nil
    }

    /// An array's elements; `nil` for other kinds.
    package var elements: [JSON]? {
        guard kind == .array else { return nil }
        var elements: [JSON] = []
        walk(close: UInt8(ascii: "]")) { span, offset throws(JSONError) in
            elements.append(try slice(span, &offset))
        }
        return elements
    }

    /// Visits an array's elements; other kinds have none.
    func forEachElement(_ body: (JSON) -> Void) {
        guard kind == .array else { return }
        walk(close: UInt8(ascii: "]")) { span, offset throws(JSONError) in body(try slice(span, &offset)) }
    }

    /// An object's members in order, repeated keys included; `nil` for other kinds.
    package var members: [JSONMember]? {
        guard kind == .object else { return nil }
        var members: [JSONMember] = []
        walk(close: UInt8(ascii: "}")) { span, offset throws(JSONError) in
            let key = try span.scanKey(at: &offset).contents
            let name = JSON.decoded(bytes[bytes.startIndex + key.lowerBound..<bytes.startIndex + key.upperBound])
            members.append(JSONMember(key: name, value: try slice(span, &offset)))
        }
        return members
    }

    /// The first member of that name; nil if there is none or the value is not an object.
    package subscript(key: String) -> JSON? { members?.first { $0.key == key }?.value }
}

/// A key of an object and its value.
package struct JSONMember: Hashable, Sendable {
    package var key: String
    package var value: JSON

    package init(key: String, value: JSON) {
        self.key = key
        self.value = value
    }
}

extension JSON {
    /// Visits the elements or members of this array or object. The bytes were validated when the value was created.
    private func walk(close: UInt8, _ visit: (Bytes, inout Int) throws(JSONError) -> Void) {
        let span = bytes.span
        var offset = 0
        do throws(JSONError) {
            var more = try span.enter(at: &offset, depth: 0)
            while more {
                try visit(span, &offset)
                more = try span.next(at: &offset, close: close)
            }
        } catch {
            assertionFailure("a JSON value is validated when it is made: \(error)")
        }
    }

    private func slice(_ span: Bytes, _ offset: inout Int) throws(JSONError) -> JSON {
        let start = bytes.startIndex + offset
        try span.skipValue(at: &offset)
        return JSON(trusted: bytes[start..<bytes.startIndex + offset])
    }
}

extension JSON {
    package static let null = JSON(trusted: ArraySlice("null".utf8))
}
