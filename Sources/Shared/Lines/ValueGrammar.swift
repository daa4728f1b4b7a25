/// The part of the grammar of RFC 8259 that shows where an object or array ends, or early that it never will: brackets,
/// strings, and what may follow what. Numbers, words and escapes are validated later, with the whole value.
package struct ValueGrammar: Sendable {
    private var expectation = Expectation.start
    /// The bracket that closes each open object and array.
    private var closers: [UInt8] = []
    /// How many bytes of the value earlier calls have read.
    private var length = 0
    private var isAtLineStart = false
    private var lineStarts = LineStarts()
    /// How many bytes of a byte order mark there are before the value.
    private(set) var markLength = 0

    package init() {}
}

extension ValueGrammar {
    /// How far a value has been read.
    package enum Progress: Hashable {
        /// More bytes are needed.
        case more
        /// The last byte has been read.
        case whole
        /// The next byte is not allowed there.
        case broken
    }

    private enum Expectation: Hashable {
        case start
        case value
        case elementOrClose
        case keyOrClose
        case key
        case colon
        case commaOrClose
        case string(isKey: Bool)
        case escape(isKey: Bool)
        case token
    }

    /// Where lines inside the value begin with `{`: if the value is broken, a valid one may begin there.
    private struct LineStarts {
        var first = 0
        var last = 0
        var count = 0
    }

    /// How many bytes to skip if the value is broken, up to a line that may begin a valid one; nil if there is none.
    ///
    /// The first such line, since most broken values are lines that were cut off; but the last one if there are many,
    /// so that no byte is read more than three times.
    var resumption: Int? {
        switch lineStarts.count {
        case 0: nil
        case 1, 2: lineStarts.first
        default: lineStarts.last
        }
    }

    /// Continues at `offset`, which is then after the value, at the byte that breaks it, or at the end.
    package mutating func read(_ bytes: Bytes, at offset: inout Int) -> Progress {
        let start = offset
        defer { length += offset - start }
        while offset < bytes.count {
            if case .string(let isKey) = expectation {
                guard finishString(bytes, at: &offset, isKey: isKey) else { return .broken }
                continue
            }
            let byte = bytes[offset]
            if isAtLineStart, byte == UInt8(ascii: "{") { noteLineStart(length + offset - start) }
            isAtLineStart = byte == 0x0A
            guard accepts(byte) else { return .broken }
            offset += 1
            if closers.isEmpty, expectation == .commaOrClose { return .whole }
        }
        return .more
    }
}

extension ValueGrammar {
    private mutating func noteLineStart(_ position: Int) {
        if lineStarts.count == 0 { lineStarts.first = position }
        lineStarts.last = position
        lineStarts.count += 1
    }

    /// Reads up to the string's closing quote; false if a byte is not allowed in it.
    private mutating func finishString(_ bytes: Bytes, at offset: inout Int, isKey: Bool) -> Bool {
        while true {
            offset = bytes.endOfPlainRun(from: offset)
            guard offset < bytes.count else { return true }
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                expectation = isKey ? .colon : .commaOrClose
                offset += 1
                return true
            case UInt8(ascii: "\\"):
                expectation = .escape(isKey: isKey)
                offset += 1
                return true
            case 0..<0x20: return false
            default: offset += 1
            }
        }
    }

    /// Reads one byte, except the plain text of strings.
    private mutating func accepts(_ byte: UInt8) -> Bool {
        if case .escape(let isKey) = expectation {
            expectation = .string(isKey: isKey)
            return byte >= 0x20
        }
        if expectation == .token {
            if byte.isTokenByte { return true }
            expectation = .commaOrClose
        }
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: return true
        case UInt8(ascii: "\""):
            guard takesValue || takesKey else { return false }
            expectation = .string(isKey: takesKey)
        case UInt8(ascii: "{"), UInt8(ascii: "["): return opens(byte)
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return closes(byte)
        case UInt8(ascii: ","):
            guard expectation == .commaOrClose else { return false }
            expectation = closers.last == UInt8(ascii: "}") ? .key : .value
        case UInt8(ascii: ":"):
            guard expectation == .colon else { return false }
            expectation = .value
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "t"):
            guard takesValue else { return false }
            expectation = .token
        default: return acceptsMark(byte)
        }
        return true
    }

    private var takesKey: Bool { expectation == .key || expectation == .keyOrClose }
    private var takesValue: Bool { expectation == .value || expectation == .elementOrClose }

    private mutating func opens(_ byte: UInt8) -> Bool {
        guard takesValue || expectation == .start, closers.count < JSONLimit.depth else { return false }
        closers.append(byte + 2)  // '[' to ']', '{' to '}': ASCII puts both two apart
        expectation = byte == UInt8(ascii: "{") ? .keyOrClose : .elementOrClose
        return true
    }

    private mutating func closes(_ byte: UInt8) -> Bool {
        guard closers.last == byte else { return false }
        guard [.commaOrClose, byte == UInt8(ascii: "}") ? .keyOrClose : .elementOrClose].contains(expectation) else {
            return false
        }
        closers.removeLast()
        expectation = .commaOrClose
        return true
    }

    private mutating func acceptsMark(_ byte: UInt8) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard expectation == .start, markLength < mark.count, byte == mark[markLength] else { return false }
        markLength += 1
        return true
    }
}

extension UInt8 {
    /// Whether this byte can be in a number or one of the three words, after the first byte.
    fileprivate var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
