extension Span where Element == UInt8 {
    /// Skips white space (RFC 8259 §2).
    @inline(__always)
    func skipWhitespace(at offset: inout Int) {
        while offset < count {
            switch self[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    /// Skips one value of any kind, and validates it.
    ///
    /// - Parameters:
    ///   - offset: At the value's first byte (no white space); then after its last.
    ///   - depth: How many arrays and objects are around it.
    func skipValue(at offset: inout Int, depth: Int = 0) throws(JSONError) {
        guard offset < count else { throw JSONError(.unexpectedEnd, at: count) }
        switch self[offset] {
        case UInt8(ascii: "\""): _ = try scanString(at: &offset)
        case UInt8(ascii: "{"): try skipObject(at: &offset, depth: depth)
        case UInt8(ascii: "["): try skipArray(at: &offset, depth: depth)
        case UInt8(ascii: "t"): try skip("true", at: &offset)
        case UInt8(ascii: "f"): try skip("false", at: &offset)
        case UInt8(ascii: "n"): try skip("null", at: &offset)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber(at: &offset)
        case let byte: throw JSONError(.unexpectedByte(byte, expected: "a JSON value"), at: offset)
        }
    }

    /// The range of the value in a whole text, which may only be surrounded by white space.
    func wholeValue() throws(JSONError) -> Range<Int> {
        var offset = 0
        skipWhitespace(at: &offset)
        let start = offset
        try skipValue(at: &offset)
        let end = offset
        skipWhitespace(at: &offset)
        guard offset == count else { throw JSONError(.trailing(self[offset]), at: offset) }
        return start..<end
    }

    /// Enters the array or object whose first byte is at `offset`.
    ///
    /// - Returns: Whether it has an element or member, at which `offset` then is; if not, `offset` is after it.
    func enter(at offset: inout Int, depth: Int) throws(JSONError) -> Bool {
        guard depth < JSONLimit.depth else { throw JSONError(.tooDeep, at: offset) }
        let close = self[offset] + 2  // '[' to ']', '{' to '}': ASCII puts both two apart
        offset += 1
        skipWhitespace(at: &offset)
        guard offset < count else { throw JSONError(.unexpectedEnd, at: count) }
        guard self[offset] == close else { return true }
        offset += 1
        return false
    }

    /// Moves from the end of an element or member to the next one, or out of the array or object.
    ///
    /// - Parameter close: The bracket that ends the array or object.
    /// - Returns: Whether there is a next one, at which `offset` then is.
    @inline(__always)
    package func next(at offset: inout Int, close: UInt8) throws(JSONError) -> Bool {
        skipWhitespace(at: &offset)
        guard offset < count else { throw JSONError(.unexpectedEnd, at: count) }
        let byte = self[offset]
        guard byte == UInt8(ascii: ",") || byte == close else {
            let expected = close == UInt8(ascii: "]") ? "',' or ']'" : "',' or '}'"
            throw JSONError(.unexpectedByte(byte, expected: expected), at: offset)
        }
        offset += 1
        guard byte != close else { return false }
        skipWhitespace(at: &offset)
        return true
    }

    /// Scans a member's key and the colon; `offset` is then at its value.
    func scanKey(at offset: inout Int) throws(JSONError) -> JSONStringRange {
        let key = try scanString(at: &offset)
        skipWhitespace(at: &offset)
        guard offset < count else { throw JSONError(.unexpectedEnd, at: count) }
        guard self[offset] == UInt8(ascii: ":") else {
            throw JSONError(.unexpectedByte(self[offset], expected: "':'"), at: offset)
        }
        offset += 1
        skipWhitespace(at: &offset)
        return key
    }
}

extension Span where Element == UInt8 {
    private func skipObject(at offset: inout Int, depth: Int) throws(JSONError) {
        var more = try enter(at: &offset, depth: depth)
        while more {
            _ = try scanKey(at: &offset)
            try skipValue(at: &offset, depth: depth + 1)
            more = try next(at: &offset, close: UInt8(ascii: "}"))
        }
    }

    private func skipArray(at offset: inout Int, depth: Int) throws(JSONError) {
        var more = try enter(at: &offset, depth: depth)
        while more {
            try skipValue(at: &offset, depth: depth + 1)
            more = try next(at: &offset, close: UInt8(ascii: "]"))
        }
    }

    private func skip(_ literal: StaticString, at offset: inout Int) throws(JSONError) {
        for index in 0..<literal.utf8CodeUnitCount {
            guard offset < count else { throw JSONError(.unexpectedEnd, at: count) }
            guard self[offset] == literal.utf8Start[index] else {
                throw JSONError(.unexpectedByte(self[offset], expected: "\(literal)"), at: offset)
            }
            offset += 1
        }
    }

    /// number = [ "-" ] int [ "." 1*DIGIT ] [ ("e" / "E") [ "+" / "-" ] 1*DIGIT ]   (RFC 8259 §6)
    private func skipNumber(at offset: inout Int) throws(JSONError) {
        if self[offset] == UInt8(ascii: "-") { offset += 1 }
        if offset < count, self[offset] == UInt8(ascii: "0") {
            offset += 1
        } else {
            try skipDigits(at: &offset)
        }
        if offset < count, self[offset] == UInt8(ascii: ".") {
            offset += 1
            try skipDigits(at: &offset)
        }
        guard offset < count, self[offset] | 0x20 == UInt8(ascii: "e") else { return }
        offset += 1
        if offset < count, self[offset] == UInt8(ascii: "+") || self[offset] == UInt8(ascii: "-") { offset += 1 }
        try skipDigits(at: &offset)
    }

    private func skipDigits(at offset: inout Int) throws(JSONError) {
        let start = offset
        while offset < count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= self[offset] { offset += 1 }
        guard offset == start else { return }
        guard offset < count else { throw JSONError(.unexpectedEnd, at: count) }
        throw JSONError(.unexpectedByte(self[offset], expected: "a digit"), at: offset)
    }
}
