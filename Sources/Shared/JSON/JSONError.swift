/// What is wrong with a text that should be JSON (RFC 8259), and where.
package struct JSONError: Error, Hashable {
    /// The kinds of fault, each with what a sentence about it needs.
    package enum Kind: Hashable, Sendable {
        /// The text ends inside a value: more bytes could still make it whole.
        case unexpectedEnd
        /// A byte that cannot be here, and what could.
        case unexpectedByte(UInt8, expected: String)
        /// A control character that must be escaped inside a string (RFC 8259 §7).
        case rawControl(UInt8)
        /// A backslash followed by something that is not an escape.
        case badEscape
        /// Bytes that are not UTF-8 (RFC 3629 §4).
        case badUTF8
        /// Arrays and objects nested deeper than ``JSONLimit/depth``.
        case tooDeep
        /// Something follows the value.
        case trailing(UInt8)
    }

    package var kind: Kind
    /// Bytes from the start of the text.
    package var offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    package var description: String { "\(reason) at byte \(offset)" }

    /// The sentence without the place, for callers who name it in lines and columns.
    package var reason: String {
        switch kind {
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte(let byte, let expected): "found \(Self.name(byte)) where \(expected) should be"
        case .rawControl(let byte): "\(Self.name(byte)) inside a string is not escaped"
        case .badEscape: "a backslash does not begin an escape that JSON knows"
        case .badUTF8: "the bytes are not UTF-8"
        case .tooDeep: "arrays and objects are nested deeper than \(JSONLimit.depth)"
        case .trailing(let byte): "\(Self.name(byte)) follows the JSON value"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        switch byte {
        case 0x21...0x7E: "'\(Unicode.Scalar(byte))'"
        case 0x20: "a space"
        case 0x0A: "a line break"
        default: "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}

/// Bounds on what the scanner follows.
enum JSONLimit {
    /// Nested arrays and objects: enough for any event, small enough for any stack.
    static let depth = 512
}
