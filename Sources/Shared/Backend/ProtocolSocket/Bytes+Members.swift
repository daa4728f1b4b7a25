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
