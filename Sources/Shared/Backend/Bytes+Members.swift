extension Span where Element == UInt8 {
    /// Whether a scanned string is `text`, however it is spelled.
    package func string(_ range: JSONStringRange, is text: StaticString) -> Bool {
        guard !range.hasEscapes else { return string(range) == text.description }
        return range.contents.count == text.utf8CodeUnitCount && starts(with: text, at: range.contents.lowerBound)
    }

    /// Whether a scanned string is `text`, given as UTF-8, however it is spelled.
    package func string(_ range: JSONStringRange, is text: [UInt8]) -> Bool {
        guard !range.hasEscapes else { return Array(string(range).utf8) == text }
        guard range.contents.count == text.count else { return false }
        for index in text.indices where self[range.contents.lowerBound + index] != text[index] { return false }
        return true
    }

    /// The characters of a scanned string.
    package func string(_ range: JSONStringRange) -> String {
        var unescaped: [UInt8] = []
        extracting(range.contents).unescape { unescaped.append($0) }
        return String(decoding: unescaped, as: UTF8.self)
    }
}
