/// Why a text is not JSON (RFC 8259), and where.
package struct JSONError: Error, Hashable {
    /// The kinds of errors, with what a message needs.
    package enum Kind: Hashable, Sendable {
        /// The text ends inside a value, which more bytes could complete.
        case unexpectedEnd
        /// A byte that is not allowed here, and what is.
        case unexpectedByte(UInt8, expected: String)
        /// A control character in a string that must be escaped (RFC 8259 §7).
        case rawControl(UInt8)
        /// A backslash followed by something that is not an escape.
        case badEscape
        /// Bytes that are not UTF-8 (RFC 3629 §4).
        case badUTF8
        /// Arrays and objects nested deeper than ``JSONLimit/depth``.
        case tooDeep
        /// There is something after the value.
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

    /// The message without the offset, for callers that give line and column.
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

/// Limits of the scanner.
enum JSONLimit {
    /// How deep arrays and objects may be nested: enough for any event, small enough for any stack.
    static let depth = 512
}
