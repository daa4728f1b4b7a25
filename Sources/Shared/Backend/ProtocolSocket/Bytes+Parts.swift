extension Span where Element == UInt8 {
    /// Visits the members of an object whose bytes are validated; another kind of value has none.
    func forEachMember(of object: Range<Int>, _ visit: (JSONStringRange, Range<Int>) -> Void) {
        guard !object.isEmpty, self[object.lowerBound] == UInt8(ascii: "{") else { return }
        var offset = object.lowerBound
        do throws(JSONError) {
            var more = try enter(at: &offset, depth: 0)
            while more {
                let key = try scanKey(at: &offset)
                let start = offset
                try skipValue(at: &offset)
                visit(key, start..<offset)
                more = try next(at: &offset, close: UInt8(ascii: "}"))
            }
        } catch {
            assertionFailure("a message is validated when it comes: \(error)")
        }
    }

    /// Visits the elements of an array whose bytes are validated; another kind of value has none.
    func forEachElement(of array: Range<Int>, _ visit: (Range<Int>) -> Void) {
        guard !array.isEmpty, self[array.lowerBound] == UInt8(ascii: "[") else { return }
        var offset = array.lowerBound
        do throws(JSONError) {
            var more = try enter(at: &offset, depth: 0)
            while more {
                let start = offset
                try skipValue(at: &offset)
                visit(start..<offset)
                more = try next(at: &offset, close: UInt8(ascii: "]"))
            }
        } catch {
            assertionFailure("a message is validated when it comes: \(error)")
        }
    }

    /// The value of the object's first member of that name.
    func member(_ name: StaticString, of object: Range<Int>?) -> Range<Int>? {
        guard let object else { return nil }
        var found: Range<Int>?
        forEachMember(of: object) { key, value in if found == nil, string(key, is: name) { found = value } }
        return found
    }

    /// The contents of the object's member of that name, if it is a string: what is between the quotes.
    func text(_ name: StaticString, of object: Range<Int>?) -> Range<Int>? { text(member(name, of: object)) }

    /// The contents of a string; `nil` for another kind of value.
    func text(_ value: Range<Int>?) -> Range<Int>? {
        guard let value, !value.isEmpty, self[value.lowerBound] == UInt8(ascii: "\"") else { return nil }
        return value.lowerBound + 1..<value.upperBound - 1
    }

    /// The characters of a string's contents.
    func string(_ contents: Range<Int>) -> String {
        string(JSONStringRange(contents: contents, hasEscapes: true))
    }

    /// Whether these contents of a string are exactly `word`, which needs no escapes.
    func contents(_ range: Range<Int>?, are word: StaticString) -> Bool {
        guard let range else { return false }
        return range.count == word.utf8CodeUnitCount && starts(with: word, at: range.lowerBound)
    }
}

extension Span where Element == UInt8 {
    /// A hash of what a validated JSON value means, whatever the order of its members and the spelling of its strings:
    /// live events and log entries write the same content differently.
    func contentHash(of value: Range<Int>) -> UInt64 {
        guard let first = value.first.map({ self[$0] }) else { return 0 }
        switch first {
        case UInt8(ascii: "{"):
            var sum: UInt64 = 0
            forEachMember(of: value) { key, member in
                sum &+= Self.mix(TextHash(extracting(key.contents)).digest, contentHash(of: member))
            }
            return Self.mix(sum, 1)
        case UInt8(ascii: "["):
            var chain: UInt64 = 2
            forEachElement(of: value) { chain = Self.mix(chain, contentHash(of: $0)) }
            return chain
        case UInt8(ascii: "\""):
            return Self.mix(TextHash(extracting(value.lowerBound + 1..<value.upperBound - 1)).digest, 3)
        default: return Self.mix(TextHash(extracting(value)).digest, 4)
        }
    }

    /// A hash of bytes as they are, eight at a time, that continues from `seed`.
    func byteHash(of range: Range<Int>, from seed: UInt64) -> UInt64 {
        var hash = Self.mix(seed, UInt64(truncatingIfNeeded: range.count))
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            hash = (hash ^ word(at: index)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            index += 8
        }
        while index < range.upperBound {
            hash = (hash ^ UInt64(self[index])) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            index += 1
        }
        return hash
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014) over two words.
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var hash = (left &* 0x9E37_79B9_7F4A_7C15) ^ (right &+ 0xD1B5_4A32_D192_ED03)
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        return hash ^ hash >> 31
    }
}
