internal import Shared

/// Streams one block of untrusted text to the output, made harmless and properly ended, however the deltas cut it.
///
/// A carriage return is held until it is known whether a line feed follows. Tidy text loses the one before a line feed,
/// and the empty lines at its start and end; so an empty line is held until text follows.
struct TextFlow {
    /// What becomes of line breaks.
    enum Shape {
        case exact
        case tidy
    }

    private let shape: Shape
    /// In front of each line with text.
    private let prefix: StaticString
    /// On each empty line between such lines.
    private let blank: StaticString
    private let role: Role
    private let palette: Palette
    /// Nothing is held: plain ASCII may be copied without a look at the rest of the state.
    private var isPlain = false
    private var isFresh = true
    private var heldReturn = false
    private var hidden = HiddenText()
    /// Colors the model's Markdown, if it does.
    private var highlight: MarkdownHighlight?
    private var highlighted = Role.plain
    /// Line breaks at the end of the text so far; in tidy text all but the first are held.
    private(set) var breaks = 0

    init(
        _ shape: Shape, prefix: StaticString = "", blank: StaticString = "", role: Role = .plain,
        highlightsMarkdown: Bool = false, palette: Palette
    ) {
        highlight = highlightsMarkdown && palette.isColored ? MarkdownHighlight() : nil
        self.shape = shape
        self.prefix = prefix
        self.blank = blank
        self.role = role
        self.palette = palette
    }
}

extension TextFlow {
    /// Whether the last line has text that no line break follows.
    var isInLine: Bool { !isFresh && breaks == 0 }

    /// Writes a piece of the text.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func write(_ bytes: Bytes, escaped: Bool, to out: inout OutputBuffer) {
        var index = 0
        while index < bytes.count {
            if isPlain, !hidden.isHolding, highlight == nil {
                let start = index
                copyPlainRun(of: bytes, from: &index, to: &out)
                if index > start { hidden.note(bytes.lastScalar(before: index)) }
            }
            guard index < bytes.count else { return }
            emit(bytes.nextScalar(at: &index, escaped: escaped), to: &out)
        }
    }

    /// Ends the text. Its last line is left open where it is exact.
    mutating func finish(to out: inout OutputBuffer) {
        endHidden(to: &out)
        if heldReturn { resume(to: &out) }
        if shape == .tidy, isInLine { endLine(to: &out) }
    }

    /// Something else comes between: ends the line, so that the text can go on in a new one.
    mutating func interrupt(to out: inout OutputBuffer) {
        endHidden(to: &out)
        if isInLine { endLine(to: &out) }
        (isFresh, isPlain, heldReturn, breaks) = (true, false, false, 0)
    }
}

extension TextFlow {
    /// Copies as far as the next byte that needs a look, eight at a step.
    @inline(__always)
    private func copyPlainRun(of bytes: Bytes, from index: inout Int, to out: inout OutputBuffer) {
        while index <= bytes.count - 8 {
            let word = bytes.word(at: index)
            let special = Self.specialBytes(in: word)
            out.reserve(8)
            out.end.storeBytes(of: word.littleEndian, as: UInt64.self)
            let length = special == 0 ? 8 : special.trailingZeroBitCount / 8
            out.advance(by: length)
            index += length
            if special == 0 { continue }
            // U+3000 to U+EFFF, the scripts of East Asia among them: three bytes each, and none that a terminal obeys.
            guard bytes.isEastAsian(at: index) else { return }
            repeat {
                for place in index..<index + 3 { out.append(bytes[place]) }
                index += 3
            } while bytes.isEastAsian(at: index)
        }
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return }
            out.append(byte)
            index += 1
        }
    }

    /// The top bit of each byte that is a control, DEL, a backslash or not ASCII; exact up to the first one.
    @inline(__always)
    private static func specialBytes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let backslashes = word ^ (ones &* 0x5C)
        let deletes = word ^ (ones &* 0x7F)
        let found = (backslashes &- ones) | (deletes &- ones) | (word &- ones &* 0x20)
        return (found | word) & tops
    }

    private mutating func emit(_ scalar: Unicode.Scalar, to out: inout OutputBuffer) {
        switch scalar {
        case "\n":
            if heldReturn, shape == .exact { out.append(0x0D) }
            heldReturn = false
            endHidden(to: &out)
            breakLine(to: &out)
            _ = highlight?.role(of: scalar)
        case "\r":
            endHidden(to: &out)
            if heldReturn { resume(to: &out) }
            heldReturn = true
            isPlain = false
        default:
            if !isPlain { resume(to: &out) }
            if !hidden.isHolding, !HiddenText.isSuspect(scalar) {
                put(scalar, to: &out)
                hidden.note(scalar)
            } else {
                var visible = ""
                hidden.take(scalar, into: &visible)
                for scalar in visible.unicodeScalars { put(scalar, to: &out) }
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar, to out: inout OutputBuffer) {
        if let role = highlight?.role(of: scalar) { turn(to: role, &out) }
        out.append(scalar: scalar)
    }

    private mutating func turn(to role: Role, _ out: inout OutputBuffer) {
        guard role != highlighted else { return }
        palette.end(highlighted, to: &out)
        palette.begin(role, to: &out)
        highlighted = role
    }

    /// A line or the text has ended, and what is held has lost what it should have joined.
    private mutating func endHidden(to out: inout OutputBuffer) {
        guard hidden.isHolding else { return hidden.note("\n") }
        var visible = ""
        hidden.end(into: &visible)
        for scalar in visible.unicodeScalars { put(scalar, to: &out) }
    }

    private mutating func breakLine(to out: inout OutputBuffer) {
        if shape == .tidy {
            guard !isFresh else { return }
            if breaks == 0 { endLine(to: &out) } else { breaks += 1 }
        } else {
            endLine(to: &out)
        }
    }

    private mutating func endLine(to out: inout OutputBuffer) {
        turn(to: .plain, &out)
        palette.end(role, to: &out)
        out.append(0x0A)
        (isPlain, isFresh) = (false, false)
        breaks += 1
    }

    /// Writes what was held, and begins the line if need be: text follows.
    private mutating func resume(to out: inout OutputBuffer) {
        let beginsLine = isFresh || breaks > 0
        if shape == .tidy, breaks > 1 {
            for _ in 1..<breaks {
                out.append(blank)
                out.append(0x0A)
            }
        }
        if beginsLine {
            out.append(prefix)
            palette.begin(role, to: &out)
        }
        if heldReturn { out.append("^M") }
        (isPlain, isFresh, heldReturn, breaks) = (true, false, false, 0)
    }
}

extension Span where Element == UInt8 {
    /// Whether one of U+3000 to U+EFFF is here, other than the Hangul filler U+3164, which nobody sees.
    @inline(__always)
    fileprivate func isEastAsian(at index: Int) -> Bool {
        guard index + 3 <= count, 0xE3...0xEE ~= self[index] else { return false }
        return self[index] != 0xE3 || self[index + 1] != 0x85 || self[index + 2] != 0xA4
    }

    /// The last character of a plain run: of one byte, or of three.
    @inline(__always)
    fileprivate func lastScalar(before end: Int) -> Unicode.Scalar {
        let last = self[end - 1]
        guard last >= 0x80, end >= 3 else { return Unicode.Scalar(last) }
        let value = UInt32(self[end - 3] & 0x0F) << 12 | UInt32(self[end - 2] & 0x3F) << 6 | UInt32(last & 0x3F)
        return Unicode.Scalar(value) ?? "\0"
    }
}
