internal import Shared

extension Page {
    mutating func beginLine(indent: Int = 0) {
        left = width
        if margin > 0 { space(2 * min(margin, 4)) }
        putTime()
        space(indent)
    }

    mutating func endLine() { out.append(0x0A) }

    mutating func space(_ count: Int = 1) {
        guard left > count else { return }
        for _ in 0..<count { out.append(0x20) }
        left -= count
    }

    mutating func mark(_ symbol: Symbol, _ role: Role = .plain) {
        let text = symbol.text(ascii: isASCII)
        guard left >= text.cells else { return }
        palette.begin(role, to: &out)
        out.append(text)
        left -= text.cells
        palette.end(role, to: &out)
    }

    /// Appends text to the line, made harmless, and cut where the line is full.
    mutating func put(_ text: some StringProtocol, _ role: Role = .plain) {
        guard left > 0, !text.isEmpty else { return }
        palette.begin(role, to: &out)
        defer { palette.end(role, to: &out) }
        if text.utf8.count <= left, text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) {
            for byte in text.utf8 { out.append(byte) }
            left -= text.utf8.count
            return
        }
        let text = VisibleForm.of(text)
        let start = left
        let end = endOfFittingPart(of: text)
        for character in text[..<end] { write(character, from: start) }
        if end < text.endIndex {
            out.append(Symbol.ellipsis.text(ascii: isASCII))
            left = 0
        }
    }

    /// Lets the line go on over as many more lines, which the terminal breaks.
    mutating func allow(lines: Int) { left += width * (lines - 1) }

    /// Appends text to the line, cut to some cells.
    mutating func put(_ text: some StringProtocol, _ role: Role = .plain, atMost cells: Int) {
        let rest = left
        left = min(left, cells)
        let start = left
        put(text, role)
        left = rest - (start - left)
    }

    /// Appends one more thing to the line, if there is one.
    mutating func putColumn(_ text: some StringProtocol, _ role: Role = .plain, atMost cells: Int = .max) {
        guard !text.isEmpty, left > 0 else { return }
        guard left > 4 else {
            out.append(Symbol.ellipsis.text(ascii: isASCII))
            return left = 0
        }
        space(2)
        put(text, role, atMost: cells)
    }

    /// Cells of a name at most: the rest of the line is for what is said of it.
    static let nameWidth = 40

    /// A whole line of text.
    mutating func line(_ text: some StringProtocol, _ role: Role = .plain, indent: Int = 0) {
        beginLine(indent: text.isEmpty ? 0 : indent)
        put(text, role)
        endLine()
    }
}

extension Page {
    mutating func putTime() {
        guard needsTime, let time else { return }
        needsTime = false
        put(Timestamp.text(milliseconds: time), .quiet)
        space()
    }

    /// Where the text must be cut so that it fits on the line, with a mark if it does not fit as a whole.
    private func endOfFittingPart<Text: StringProtocol>(of text: Text) -> Text.Index {
        let room = left - Symbol.ellipsis.text(ascii: isASCII).cells
        var used = 0
        var cut = text.startIndex
        for index in text.indices {
            used += cells(of: text[index], at: used)
            if used > left { return cut }
            if used <= room { cut = text.index(after: index) }
        }
        return text.endIndex
    }

    private func cells(of character: Character, at used: Int) -> Int {
        if character == "\t" { return 8 - used % 8 }
        if character.isLineBreak { return Symbol.lineBreak.text(ascii: isASCII).cells }
        return character == "\r" ? 2 : CellWidth.of(character)
    }

    private mutating func write(_ character: Character, from start: Int) {
        let cells = cells(of: character, at: start - left)
        left -= cells
        if character == "\t" {
            for _ in 0..<cells { out.append(0x20) }
        } else if character.isLineBreak {
            out.append(Symbol.lineBreak.text(ascii: isASCII))
        } else if character == "\r" {
            out.append("^M")
        } else {
            for byte in character.utf8 { out.append(byte) }
        }
    }
}

extension Character {
    fileprivate var isLineBreak: Bool { self == "\n" || self == "\r\n" }
}

extension StaticString {
    /// Cells of a text of ours: one for each character.
    fileprivate var cells: Int { withUTF8Buffer { $0.count { $0 & 0xC0 != 0x80 } } }
}
