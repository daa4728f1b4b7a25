internal import Shared

/// Reads a JSON object inside a JSON string, without decoding it as a whole.
struct WrittenObject {
    private let contents: ArraySlice<UInt8>
    /// The next character, its offset and that of the one after it; `nil` at the end.
    private var current: Unicode.Scalar?
    private var (offset, next) = (0, 0)

    private init(_ contents: ArraySlice<UInt8>) {
        self.contents = contents
        advance()
    }
}

extension WrittenObject {
    /// - Parameters:
    ///   - contents: The validated contents of a JSON string.
    ///   - limit: Maximum size of a value to decode, in bytes.
    /// - Returns: `nil` if it is not a JSON object. The inside of a value longer than the limit is not checked.
    static func members(of contents: ArraySlice<UInt8>, limit: Int) -> [ToolArguments.Argument]? {
        var reader = WrittenObject(contents)
        guard reader.takes("{") else { return nil }
        var members: [ToolArguments.Argument] = []
        if !reader.takes("}") {
            repeat {
                guard let key = reader.value().flatMap({ reader.json($0)?.string }), reader.takes(":"),
                    let range = reader.value()
                else { return nil }
                if range.count <= limit {
                    guard let json = reader.json(range) else { return nil }
                    members.append(.init(key: key, value: .json(json)))
                } else {
                    members.append(.init(key: key, value: .long(reader.text(range))))
                }
            } while reader.takes(",")
            guard reader.takes("}") else { return nil }
        }
        reader.skipSpace()
        return reader.current == nil ? members : nil
    }
}

extension WrittenObject {
    private var start: Int { contents.startIndex }

    private mutating func advance() {
        let contents = contents
        let bytes = contents.span
        offset = next
        current = next < bytes.count ? bytes.nextScalar(at: &next, levels: 1) : nil
    }

    private mutating func skipSpace() {
        while let scalar = current, [" ", "\t", "\n", "\r"].contains(scalar) { advance() }
    }

    private mutating func takes(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard current == mark else { return false }
        advance()
        return true
    }

    /// The range of the next value.
    private mutating func value() -> Range<Int>? {
        skipSpace()
        let start = offset
        let isWhole =
            switch current {
            case "\"": skipString()
            case "{", "[": skipNested()
            default: skipWord()
            }
        return isWhole ? start..<offset : nil
    }

    private mutating func skipString() -> Bool {
        while true {
            next = contents.span.endOfPlainRun(from: next)
            advance()
            switch current {
            case nil: return false
            case "\"":
                advance()
                return true
            case "\\": advance()
            default: break
            }
        }
    }

    private mutating func skipNested() -> Bool {
        var depth = 0
        repeat {
            switch current {
            case nil: return false
            case "\"":
                guard skipString() else { return false }
                continue
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            default: break
            }
            advance()
        } while depth > 0
        return true
    }

    private mutating func skipWord() -> Bool {
        let start = offset
        while let scalar = current, ![",", "}", "]", " ", "\t", "\n", "\r"].contains(scalar) { advance() }
        return offset > start
    }

    private func json(_ range: Range<Int>) -> JSON? {
        try? JSON(JSON.decoded(contents[start + range.lowerBound..<start + range.upperBound]))
    }

    private func text(_ range: Range<Int>) -> WrittenText {
        let written = contents[start + range.lowerBound..<start + range.upperBound]
        let isString = written.starts(with: "\\\"".utf8)
        return isString ? WrittenText(written.dropFirst(2).dropLast(2), levels: 2) : WrittenText(written, levels: 1)
    }
}
