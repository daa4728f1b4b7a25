internal import Shared

/// A text as written in the input, decoded only when shown.
struct WrittenText: Equatable {
    private let contents: ArraySlice<UInt8>
    /// How many times it is escaped as a JSON string: twice inside a JSON text that is itself a string.
    private let levels: Int

    init(_ contents: ArraySlice<UInt8>, levels: Int) { (self.contents, self.levels) = (contents, levels) }

    init(_ text: WireText) { self.init(text.contents, levels: 1) }

    init(_ text: String) { self.init(Array(text.utf8)[...], levels: 0) }
}

extension WrittenText {
    var isEmpty: Bool { contents.isEmpty }

    /// Its lines, which end in LF or CRLF.
    var lines: Lines { Lines(rest: contents, levels: levels, left: .max) }

    var lineCount: Int { lines.reduce(0) { count, _ in count + 1 } }

    /// The characters, one by one.
    func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
        let bytes = contents.span
        var index = 0
        while index < bytes.count { body(bytes.nextScalar(at: &index, levels: levels)) }
    }

    /// Its beginning, about so many bytes.
    func beginning(bytes limit: Int) -> String {
        var text = String.UnicodeScalarView()
        let bytes = contents.span
        var index = 0
        while index < min(bytes.count, limit) { text.append(bytes.nextScalar(at: &index, levels: levels)) }
        return String(text)
    }

    struct Lines: Sequence, IteratorProtocol, Equatable {
        fileprivate var rest: ArraySlice<UInt8>
        fileprivate let levels: Int
        /// Lines still to be visited.
        fileprivate var left: Int

        mutating func next() -> WrittenLine? {
            guard !rest.isEmpty, left > 0 else { return nil }
            let (end, next) = rest.span.endOfLine(from: 0, levels: levels)
            defer { (rest, left) = (rest.dropFirst(next), left - 1) }
            return WrittenLine(contents: rest.prefix(end), levels: levels)
        }

        /// At most so many of them.
        func first(_ count: Int) -> Lines { Lines(rest: rest, levels: levels, left: Swift.min(left, count)) }
    }
}
