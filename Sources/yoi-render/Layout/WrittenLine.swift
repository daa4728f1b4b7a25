internal import Shared

/// A line as written in the input, without its line feed.
struct WrittenLine: Equatable {
    private let contents: ArraySlice<UInt8>
    /// How many times it is escaped as a JSON string.
    private let levels: Int

    init(contents: ArraySlice<UInt8>, levels: Int) {
        self.levels = levels
        // An even number of backslashes is half as many escaped ones.
        let escape = levels == 0 ? 0x0D : UInt8(ascii: "r")
        let backslashes = contents.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        let isReturn = contents.last == escape && (levels == 0 || backslashes >> (levels - 1) % 2 == 1)
        self.contents = isReturn ? contents.dropLast(1 + levels) : contents
    }
}

extension WrittenLine {
    /// A whole text, as one line.
    init(_ text: String) { self.init(contents: Array(text.utf8)[...], levels: 0) }

    var isEmpty: Bool { contents.isEmpty }

    /// Whether nothing on it is visible.
    var isBlank: Bool { contents.allSatisfy { $0 == 0x20 } }

    /// Whether it begins with a text that is written without escapes.
    func begins(with text: String) -> Bool { contents.starts(with: text.utf8) }

    /// Maximum of bytes it decodes to.
    var size: Int { contents.count }

    /// The line, decoded.
    var text: String {
        var text = String.UnicodeScalarView()
        forEachScalar { text.append($0) }
        return String(text)
    }

    /// The line as finally visible, without colors.
    var shownText: String {
        var text = String.UnicodeScalarView()
        var filter = ColorFilter()
        (lastState ?? self).forEachScalar { filter.take($0) { text.append($0) } }
        filter.release { text.append($0) }
        return String(text)
    }

    /// The characters, one by one.
    func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
        let bytes = contents.span
        var index = 0
        while index < bytes.count { body(bytes.nextScalar(at: &index, levels: levels)) }
    }

    /// The last state of a progress bar, whose states overwrite each other; `nil` if there is only one.
    var lastState: WrittenLine? {
        let bytes = contents.span
        var (start, index) = (0, 0)
        var last = 0..<0
        while index < bytes.count {
            let end = index
            guard bytes.nextScalar(at: &index, levels: levels) == "\r" else { continue }
            if start < end { last = start..<end }
            start = index
        }
        guard start > 0 else { return nil }
        return part(start < bytes.count ? start..<bytes.count : last)
    }

    /// The beginning and end of a line longer than so many bytes, and how many characters are left out in between;
    /// `nil` if they are too few to be worth it.
    func clipped(to limit: Int) -> (head: WrittenLine, omitted: Int, tail: WrittenLine)? {
        guard contents.count > limit else { return nil }
        let bytes = contents.span
        var boundaries = CharacterBoundaries()
        var (index, omitted) = (0, 0)
        var (end, tail) = (0, bytes.count)
        while index < bytes.count {
            let start = index
            guard boundaries.hasBoundary(before: bytes.nextScalar(at: &index, levels: levels)) else { continue }
            if start <= limit * 2 / 3 {
                (end, omitted) = (start, 1)
            } else if start >= bytes.count - limit / 3 {
                tail = start
                break
            } else {
                omitted += 1
            }
        }
        return omitted > Self.minOmitted ? (part(0..<end), omitted, part(tail..<bytes.count)) : nil
    }

    private static let minOmitted = 40

    private func part(_ range: Range<Int>) -> WrittenLine {
        let start = contents.startIndex
        return WrittenLine(contents: contents[start + range.lowerBound..<start + range.upperBound], levels: levels)
    }
}

/// Where characters begin, as people count them (UAX #29).
private struct CharacterBoundaries {
    /// Maximum of scalars in a character; more are not real text.
    private static let maxLength = 32

    private var recognizer = Unicode._CharacterRecognizer()
    private var last: Unicode.Scalar = " "
    private var length = 0

    mutating func hasBoundary(before scalar: Unicode.Scalar) -> Bool {
        let isBoundary = isBoundary(before: scalar) || length == Self.maxLength
        length = isBoundary ? 1 : length + 1
        return isBoundary
    }

    private mutating func isBoundary(before scalar: Unicode.Scalar) -> Bool {
        defer { last = scalar }
        if last.isASCII {
            // On a line nothing joins two of them.
            if scalar.isASCII { return true }
            recognizer = Unicode._CharacterRecognizer()
            _ = recognizer.hasBreak(before: last)
        }
        return recognizer.hasBreak(before: scalar)
    }
}
