internal import Shared

/// The page that grows at its end: blocks with one empty line between them, lines cut to the width, and streamed text.
///
/// Whatever comes from outside passes ``put(_:_:)`` or ``stream(_:escaped:)``, which let no control through.
struct Page: ~Copyable {
    let palette: Palette
    let isASCII: Bool
    let isTerminal: Bool
    /// Cells of a line.
    let width: Int
    /// When it happened, in milliseconds since 1970; stands in front of the next block.
    var time: Int64?
    /// Wider than any line, and small enough to be multiplied.
    private static let endless = 1 << 40
    private var out: OutputBuffer
    private var group: Group?
    /// Cells left on the line that is being put together.
    private var left = 0
    private var needsTime = false
    private var flow: TextFlow
    private var flowGroup: Group?
    /// Whether streamed text may be appended just so.
    private(set) var isStreaming = false

    init(out: consuming OutputBuffer, palette: Palette, isASCII: Bool, isTerminal: Bool, width: Int) {
        self.out = out
        self.palette = palette
        self.isASCII = isASCII
        self.isTerminal = isTerminal
        self.width = width == 0 ? Self.endless : min(max(width, 20), Self.endless)
        flow = TextFlow(.tidy, palette: palette)
    }
}

extension Page {
    /// What a block is, where that decides whether an empty line stands before the next one.
    enum Group {
        case greeting
        case user
        case thought
        case text
        case calls
        case results
        case notice
        case end
        case paragraph
        /// A line for each thing.
        case line
    }

    /// Begins a block, or goes on in one of the same group.
    mutating func begin(_ group: Group) {
        if isStreaming { flow.interrupt(to: &out) }
        isStreaming = false
        if let last = self.group, !group.joins(last) { out.append(0x0A) }
        self.group = group
        needsTime = time != nil
    }

    /// Whether the last block is of this group, so that one more of it can be spared.
    func isIn(_ group: Group) -> Bool { self.group == group }

    mutating func flush() { out.flush() }
}

extension Page {
    mutating func beginLine(indent: Int = 0) {
        left = width
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
        let start = left
        let end = endOfFittingPart(of: text)
        for character in text[..<end] { write(character, from: start) }
        if end < text.endIndex {
            out.append(Symbol.ellipsis.text(ascii: isASCII))
            left = 0
        }
        palette.end(role, to: &out)
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
    /// Opens a stream of text, whose block begins with its first character.
    mutating func openFlow(_ group: Group, prefix: StaticString = "", role: Role = .plain) {
        flow = TextFlow(.tidy, prefix: prefix, role: role, palette: palette)
        flowGroup = group
        isStreaming = false
    }

    /// Opens a stream of text that is all there is on the page, byte for byte; texts are kept apart by an empty line.
    mutating func openExactFlow() {
        if group == .text {
            for _ in min(flow.breaks, 2)..<2 { out.append(0x0A) }
        }
        flow = TextFlow(.exact, palette: palette)
        (group, isStreaming) = (.text, true)
    }

    /// Appends to the open stream.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func stream(_ bytes: Bytes, escaped: Bool) {
        if !isStreaming {
            guard let flowGroup, bytes.hasMoreThanLineBreaks(escaped: escaped) else { return }
            begin(flowGroup)
            putTime()
            isStreaming = true
        }
        flow.write(bytes, escaped: escaped, to: &out)
    }

    mutating func stream(_ text: String) {
        var text = text
        text.withUTF8 { stream($0.span, escaped: false) }
    }

    mutating func closeFlow() {
        flow.finish(to: &out)
        (isStreaming, flowGroup) = (false, nil)
    }

    /// Ends the last line of exact text for the sake of a terminal's prompt; in a file it is what it is.
    mutating func finish() {
        if isTerminal, flow.isInLine { out.append(0x0A) }
        out.flush()
    }
}

extension Page {
    private mutating func putTime() {
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
        var forms = 0
        for scalar in character.unicodeScalars { forms += VisibleForm.of(scalar)?.utf8.count ?? 0 }
        return forms + CellWidth.of(character)
    }

    private mutating func write(_ character: Character, from start: Int) {
        let cells = cells(of: character, at: start - left)
        left -= cells
        if character == "\t" {
            for _ in 0..<cells { out.append(0x20) }
        } else if character.isLineBreak {
            out.append(Symbol.lineBreak.text(ascii: isASCII))
        } else {
            for scalar in character.unicodeScalars {
                guard let form = VisibleForm.of(scalar) else {
                    out.append(scalar: scalar)
                    continue
                }
                for byte in form.utf8 { out.append(byte) }
            }
        }
    }
}

extension Page.Group {
    /// Whether no empty line stands between a block and the one before.
    fileprivate func joins(_ last: Self) -> Bool {
        switch self {
        case .line, .greeting, .thought, .calls, .notice: last == self
        case .results: last == self || last == .calls
        case .user, .text, .end, .paragraph: false
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

extension Span where Element == UInt8 {
    fileprivate func hasMoreThanLineBreaks(escaped: Bool) -> Bool {
        guard escaped else { return (0..<count).contains { self[$0] != 0x0A } }
        var index = 0
        while starts(with: "\\n", at: index) { index += 2 }
        return index < count
    }
}
