extension JSON {
    /// Decodes the contents of a validated string, the bytes between its quotes.
    package static func decoded(_ contents: ArraySlice<UInt8>) -> String {
        guard contents.contains(UInt8(ascii: "\\")) else { return String(decoding: contents, as: UTF8.self) }
        // In place, because it may be long: an escape is never shorter than the character.
        return String(unsafeUninitializedCapacity: contents.count) { buffer in
            var count = 0
            contents.span.unescape { byte in
                buffer[count] = byte
                count += 1
            }
            return count
        }
    }
}

extension JSON {
    /// Whether this is a string with a `\u` escape for half a surrogate pair, which is not a character.
    var hasUnpairedSurrogate: Bool {
        guard kind == .string else { return false }
        let span = bytes.span
        var index = span.endOfPlainRun(from: 1)
        while index < span.count - 1 {
            if span[index] != UInt8(ascii: "\\") {
                index += 1
            } else if span.escapedScalar(at: &index) == nil {
                return true
            }
            index = span.endOfPlainRun(from: index)
        }
        return false
    }
}

extension Span where Element == UInt8 {
    /// Decodes these validated contents of a string, as UTF-8.
    @inline(__always)
    func unescape(_ output: (UInt8) -> Void) {
        var index = 0
        while index < count {
            if self[index] == UInt8(ascii: "\\") {
                for byte in unescapedScalar(at: &index).utf8 { output(byte) }
            } else {
                output(self[index])
                index += 1
            }
        }
    }

    /// The length of the string with these validated contents, in bytes of UTF-8.
    package var unescapedCount: Int {
        var total = 0
        var index = 0
        while index < count {
            let end = endOfPlainRun(from: index)
            total += end - index
            index = end
            guard index < count else { break }
            if self[index] == UInt8(ascii: "\\") {
                total += unescapedScalar(at: &index).utf8.count
            } else {
                (total, index) = (total + 1, index + 1)
            }
        }
        return total
    }

    /// The position in these validated contents of a string at which the decoded UTF-8 has this length; nil if there is
    /// none.
    package func index(afterUnescaped length: Int) -> Int? {
        var (left, index) = (length, 0)
        while left > 0, index < count {
            let end = Swift.min(endOfPlainRun(from: index), index + left)
            (left, index) = (left - (end - index), end)
            guard left > 0, index < count else { break }
            if self[index] == UInt8(ascii: "\\") {
                left -= unescapedScalar(at: &index).utf8.count
            } else {
                (left, index) = (left - 1, index + 1)
            }
        }
        return left == 0 ? index : nil
    }
}
