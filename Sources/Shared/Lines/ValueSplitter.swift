/// Splits a stream of bytes into JSON texts in any layout: one per line, pretty-printed, concatenated, with CRLF, with
/// record separators (RFC 7464) or a byte order mark.
///
/// It only finds where a value ends, in linear time; the pieces have yet to be validated. Text that cannot be a value
/// is a piece, too: up to the end of its line or, if a value of several lines is broken, up to the next line that
/// begins with `{`.
///
/// ```
/// var offset = 0
/// while let piece = splitter.next(in: chunk, at: &offset) { … }   // then the next chunk
/// if let piece = splitter.end() { … }                             // the input ended inside it
/// ```
package struct ValueSplitter: ~Copyable, Sendable {
    /// Where the last piece begins.
    package private(set) var location = SourceLocation()
    /// The next byte's location.
    private var here = SourceLocation()
    private var state = State.between
    private var grammar = ValueGrammar()
    /// The beginning of a piece that was in earlier chunks.
    private var kept = GatheredBytes()
    /// Bytes to read again, because what seemed to be one value was not.
    private var replay: [UInt8] = []
    private var replayed = 0

    package init() {}
}

extension ValueSplitter {
    /// Where a piece is.
    package enum Piece: Hashable, Sendable {
        /// In the chunk that was given.
        case inChunk(Range<Int>)
        /// It began in an earlier chunk.
        case joined([UInt8])
    }

    private enum State {
        /// No piece has begun.
        case between
        /// Inside what may be an object or array.
        case value
        /// Inside text that is not a value, until the end of the line.
        case line
        /// After the point where a value of several lines is broken, until a line that begins with `{`.
        case lost(isAtLineStart: Bool)
    }

    /// Whether the next byte begins a piece or is between two pieces.
    package var isBetween: Bool {
        if case .between = state { return replay.isEmpty }
        return false
    }

    /// Counts a line that the caller recognized by itself while ``isBetween``.
    @inline(__always)
    package mutating func countLine() {
        here.line += 1
        here.column = 1
    }

    /// The next piece; nil at the end of the chunk.
    ///
    /// - Parameter offset: Where to continue in the chunk; on return, the end of what was read.
    package mutating func next(in chunk: Bytes, at offset: inout Int) -> Piece? {
        while !replay.isEmpty || offset < chunk.count {
            if replay.isEmpty {
                if let piece = step(over: chunk, at: &offset) { return piece }
                continue
            }
            let bytes = replay
            var position = replayed
            (replay, replayed) = ([], 0)
            let piece = step(over: bytes.span, at: &position)
            if !replay.isEmpty {
                replay += bytes[position...]
            } else if position < bytes.count {
                (replay, replayed) = (bytes, position)
            }
            guard let piece else { continue }
            guard case .inChunk(let range) = piece else { return piece }
            return .joined(Array(bytes[range]))
        }
        return nil
    }

    /// At the end of the input: an incomplete piece, if any. Another input may begin after it.
    package mutating func end() -> Piece? {
        let rest = kept.joined()
        let isMark = grammar.markLength == rest.count
        (state, here) = (.between, SourceLocation())
        return rest.isEmpty || isMark ? nil : .joined(rest)
    }
}

extension ValueSplitter {
    /// Reads until a piece ends or there are no more bytes.
    private mutating func step(over bytes: Bytes, at offset: inout Int) -> Piece? {
        if case .between = state {
            skipSeparators(bytes, at: &offset)
            guard offset < bytes.count else { return nil }
            location = here
            grammar = ValueGrammar()
            state = .value
        }
        let start = offset
        var isWhole = false
        if case .value = state {
            let progress = grammar.read(bytes, at: &offset)
            here.advance(over: bytes.extracting(start..<offset))
            if progress == .broken { return recover(bytes, start..<offset) }
            isWhole = progress == .whole
        } else {
            isWhole = skipRubbish(bytes, at: &offset)
            here.advance(over: bytes.extracting(start..<offset))
        }
        guard isWhole else {
            kept.append(bytes.extracting(start..<offset))
            return nil
        }
        state = .between
        guard kept.count == 0 else {
            kept.append(bytes.extracting(start..<offset))
            return .joined(Array(kept.joined().dropFirst(grammar.markLength)))
        }
        return .inChunk(start + grammar.markLength..<offset)
    }

    /// The value is broken at the end of `range`: skips it up to a line where another may begin.
    private mutating func recover(_ bytes: Bytes, _ range: Range<Int>) -> Piece? {
        kept.append(bytes.extracting(range))
        guard let length = grammar.resumption else {
            state = here.line == location.line ? .line : .lost(isAtLineStart: false)
            return nil
        }
        let all = kept.joined()
        replay = Array(all[length...])
        state = .between
        here = location
        here.advance(over: all.span.extracting(0..<length))
        return .joined(Array(all[..<length]))
    }

    private mutating func skipSeparators(_ bytes: Bytes, at offset: inout Int) {
        let start = offset
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D, 0x1E].contains(bytes[offset]) { offset += 1 }
        here.advance(over: bytes.extracting(start..<offset))
    }

    /// - Returns: Whether the rubbish ends at `offset`.
    private mutating func skipRubbish(_ bytes: Bytes, at offset: inout Int) -> Bool {
        while offset < bytes.count {
            let byte = bytes[offset]
            if case .lost(let isAtLineStart) = state {
                if isAtLineStart, byte == UInt8(ascii: "{") { return true }
                state = .lost(isAtLineStart: byte == 0x0A)
            } else if byte == 0x0A {
                return true
            }
            offset += 1
        }
        return false
    }
}
