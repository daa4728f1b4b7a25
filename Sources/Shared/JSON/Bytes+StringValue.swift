internal import Glibc

extension Span where Element == UInt8 {
    /// Whether a scanned string equals `text`, however it is escaped.
    @inline(__always)
    package func string(_ range: JSONStringRange, is text: StaticString) -> Bool {
        guard range.contents.count == text.utf8CodeUnitCount else {
            return range.hasEscapes && string(range) == text.description
        }
        return starts(with: text, at: range.contents.lowerBound)
    }

    /// Whether a scanned string equals `text`, given as UTF-8, however it is escaped.
    package func string(_ range: JSONStringRange, is text: [UInt8]) -> Bool {
        guard !range.hasEscapes else { return Array(string(range).utf8) == text }
        guard range.contents.count == text.count else { return false }
        return extracting(range.contents).withUnsafeBytes { own in
            text.withUnsafeBytes { text in
                guard let own = own.baseAddress, let start = text.baseAddress else { return true }
                return memcmp(own, start, text.count) == 0
            }
        }
    }

    /// Decodes a scanned string.
    package func string(_ range: JSONStringRange) -> String {
        var unescaped: [UInt8] = []
        extracting(range.contents).unescape { unescaped.append($0) }
        return String(decoding: unescaped, as: UTF8.self)
    }
}
