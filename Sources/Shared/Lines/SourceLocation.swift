/// A position in a text for people: lines and columns from 1, columns in code points.
package struct SourceLocation: Hashable, Sendable {
    package var line = 1
    package var column = 1

    package init() {}
}

extension SourceLocation {
    /// Moves past `bytes` of UTF-8; within a character the column is that of the character.
    package mutating func advance(over bytes: ArraySlice<UInt8>) {
        advance(over: bytes.span)
    }

    /// Moves past `bytes` of UTF-8.
    package mutating func advance(over bytes: Bytes) {
        for index in 0..<bytes.count {
            if bytes[index] == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if bytes[index] & 0xC0 != 0x80 {
                column += 1
            }
        }
    }

    /// The location after `bytes`.
    package func advanced(over bytes: ArraySlice<UInt8>) -> SourceLocation {
        var location = self
        location.advance(over: bytes)
        return location
    }
}

extension SourceLocation: CustomStringConvertible {
    package var description: String { "line \(line), column \(column)" }
}
