internal import Shared

/// Breaks text into lines that are never wider than the page, each of which begins with the mark of its kind.
///
/// Lines break between words, inside a word only if it is longer than a line, and never inside a grapheme (UAX #29).
/// Nothing is left for the terminal to break. An unfinished word is held until its line is known.
struct LineBreaker {
    /// Wider than any line, and small enough not to overflow.
    static let endless = 1 << 40

    /// What to do with text that does not fit on its line.
    enum Overflow {
        case wrap
        /// Replace it with an ellipsis.
        case cut
    }

    let palette: Palette
    let isASCII: Bool
    /// Whether to defuse GitHub Actions' workflow commands in foreign text.
    let isInWorkflow: Bool
    /// Width of a line in cells.
    var width = endless
    /// Width of the time's column, in cells.
    var timeWidth = 0
    /// The name of the Worker, in a column of this width in cells; empty for no column.
    var name = ""
    var nameRole = Role.plain
    var nameWidth = 0
    /// How many Workers the current one is inside of, each shown as a mark before the margin.
    var depth = 0
    /// Whether what follows stays on one line, including spaces, if it fits.
    var staysTogether = false

    private var overflow = Overflow.wrap
    private var hanging = Margin.none
    /// Cells used on the line, including its margin, and those of the margin.
    private var (used, start) = (0, 0)
    private var blanks = 0
    private var word = Word()
    private let cluster = Cluster()
    /// A letter that is a grapheme unless something joins it; then nothing else is held.
    private var letter: (scalar: Unicode.Scalar, cells: Int)?
    private var command = WorkflowCommand(isAtStart: true)
    private var invisible = InvisibleCharacters()
    /// The current role, and the one that the terminal is set to.
    private var (role, shownRole) = (Role.plain, Role.plain)
    private(set) var isCut = false

    init(palette: Palette, isASCII: Bool, isInWorkflow: Bool) {
        self.palette = palette
        self.isASCII = isASCII
        self.isInWorkflow = isInWorkflow
    }
}

extension LineBreaker {
    private var isEndless: Bool { width >= Self.endless }

    /// Whether any text is held.
    var isHolding: Bool { !word.isEmpty || letter != nil || !cluster.isEmpty }

    /// Whether the last foreign character was an ellipsis.
    var endsInEllipsis: Bool { invisible.last == "…" }

    /// Begins a line.
    ///
    /// - Parameters:
    ///   - hanging: begins the lines on which it continues.
    ///   - label: of the first line of a block.
    mutating func begin(
        _ margin: Margin, hanging: Margin, _ overflow: Overflow, label: Label? = nil, to out: inout OutputBuffer
    ) {
        (self.hanging, self.overflow) = (hanging, overflow)
        (isCut, blanks, role) = (false, 0, .plain)
        if isInWorkflow { command = WorkflowCommand(isAtStart: margin.symbol == nil) }
        if hasGutter { putGutter(label?.time ?? "", to: &out) }
        beginText(margin, to: &out)
        if let label { put(prefix: label.prefix, to: &out) }
    }

    /// Labels of a block, on its first line.
    struct Label {
        /// Goes to the time's column.
        var time = ""
        /// The log's prefix of the event.
        var prefix = ""
    }

    /// Puts a line with nothing but its margin.
    func putEmpty(_ margin: Margin, to out: inout OutputBuffer) {
        if let symbol = margin.symbol {
            if hasGutter { putGutter("", to: &out) }
            palette.begin(margin.role, to: &out)
            out.append(symbol.text(ascii: isASCII))
            palette.end(margin.role, to: &out)
        }
        out.append(0x0A)
    }

    /// Ends the line.
    @inline(__always)
    mutating func end(to out: inout OutputBuffer) {
        if !isEndless { endFitted(to: &out) }
        endColor(to: &out)
        out.append(0x0A)
    }

    private mutating func endFitted(to out: inout OutputBuffer) {
        finishCluster(to: &out)
        commit(to: &out)
        if !isCut, used + blanks <= width { putBlanks(to: &out) }
        (blanks, isCut) = (0, false)
    }

    /// Shows the held word, finished or not.
    mutating func release(to out: inout OutputBuffer) {
        finishCluster(to: &out)
        if overflow == .wrap { commit(to: &out) }
    }

    /// Sets the role of what follows.
    @inline(__always)
    mutating func set(_ role: Role, to out: inout OutputBuffer) { if role != self.role { change(to: role, to: &out) } }

    private mutating func change(to role: Role, to out: inout OutputBuffer) {
        if !isEndless { finishCluster(to: &out) }
        self.role = role
        if isEndless { color(role, to: &out) }
    }

    /// Appends a character of our own.
    @inline(__always)
    mutating func append(_ scalar: Unicode.Scalar, to out: inout OutputBuffer) {
        isEndless ? out.append(scalar: scalar) : fit(scalar, to: &out)
    }

    private mutating func fit(_ scalar: Unicode.Scalar, to out: inout OutputBuffer) {
        guard !isCut else { return }
        if scalar == " ", !staysTogether {
            // A line may begin after it.
            if hanging.symbol == nil { command = WorkflowCommand(isAtStart: true) }
            return appendBlank(to: &out)
        }
        if cluster.isEmpty {
            if let cells = scalar.letterCells { return hold(scalar, cells, to: &out) }
            guard let letter else { return cluster.begin(with: scalar) }
            self.letter = nil
            cluster.begin(with: letter.scalar)
        }
        if cluster.isBroken(before: scalar) {
            finishCluster(to: &out)
            if let cells = scalar.letterCells { return hold(scalar, cells, to: &out) }
        }
        cluster.append(scalar)
    }

    /// Two consecutive letters are two graphemes.
    private mutating func hold(_ scalar: Unicode.Scalar, _ cells: Int, to out: inout OutputBuffer) {
        placeLetter(to: &out)
        letter = (scalar, cells)
    }

    /// Appends a foreign character, made harmless.
    @inline(__always)
    mutating func append(foreign scalar: Unicode.Scalar, to out: inout OutputBuffer) {
        guard 0x20..<0x7F ~= scalar.value, !isInWorkflow, !invisible.isHolding else {
            return appendVisible(scalar, to: &out)
        }
        invisible.note(scalar)
        append(scalar, to: &out)
    }

    private mutating func appendVisible(_ scalar: Unicode.Scalar, to out: inout OutputBuffer) {
        if isInWorkflow, command.isBegun(by: scalar) { append("\\", to: &out) }
        guard invisible.isHolding || InvisibleCharacters.isSuspect(scalar) || scalar == "\r" else {
            invisible.note(scalar)
            return scalar == "\t" ? appendTab(to: &out) : append(scalar, to: &out)
        }
        var visible = ""
        if scalar == "\r" { visible = VisibleForm.spelled(scalar) } else { invisible.take(scalar, into: &visible) }
        for scalar in visible.unicodeScalars { scalar == "\t" ? appendTab(to: &out) : append(scalar, to: &out) }
    }

    /// Appends text up to the first byte that is not common, harmless text.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, or the contents of a JSON string.
    ///   - index: where the text begins; afterwards where the rest begins.
    mutating func appendPlainRun(of bytes: Bytes, from index: inout Int, to out: inout OutputBuffer) {
        guard !isInWorkflow, !invisible.isHolding else { return }
        let start = index
        if !isEndless {
            appendLetters(of: bytes, from: &index, to: &out)
        } else if role == shownRole {
            out.appendPlainRun(of: bytes, from: &index)
        }
        if index > start { invisible.note(bytes.plainScalar(before: index)) }
    }

    private mutating func appendLetters(of bytes: Bytes, from index: inout Int, to out: inout OutputBuffer) {
        while index < bytes.count, !isCut, cluster.isEmpty {
            let byte = bytes[index]
            if byte == 0x20 {
                appendBlank(to: &out)
                index += 1
            } else if byte.isPlainLetter {
                if appendWord(of: bytes, from: &index, to: &out) { continue }
                hold(Unicode.Scalar(byte), 1, to: &out)
                index += 1
            } else {
                guard bytes.isEastAsian(at: index) else { return }
                let letter = bytes.plainScalar(before: index + 3)
                guard letter.letterCells == 2 else { return }
                hold(letter, 2, to: &out)
                index += 3
            }
        }
    }

    /// Appends a word of ASCII at once if a space after it shows that it is complete.
    private mutating func appendWord(of bytes: Bytes, from index: inout Int, to out: inout OutputBuffer) -> Bool {
        guard overflow == .wrap, word.isEmpty, letter == nil else { return false }
        var end = index
        while end < bytes.count, bytes[end].isPlainLetter { end += 1 }
        let cells = end - index
        guard end < bytes.count, bytes[end] == 0x20 else { return false }
        if used + blanks + cells > width {
            guard used > start, fitsOnNextLine(cells) else { return false }
            breakLine(to: &out)
        }
        putBlanks(before: cells, role, to: &out)
        color(role, to: &out)
        while index < end {
            out.append(bytes[index])
            index += 1
        }
        used += cells
        return true
    }

    /// Ends the foreign text or its line: nothing will join what is held.
    @inline(__always)
    mutating func endForeignText(to out: inout OutputBuffer) {
        invisible.isHolding ? appendHeld(to: &out) : invisible.note("\n")
    }

    private mutating func appendHeld(to out: inout OutputBuffer) {
        var visible = ""
        invisible.end(into: &visible)
        for scalar in visible.unicodeScalars { append(scalar, to: &out) }
    }

    /// Appends a symbol of our own.
    mutating func append(_ symbol: Symbol, to out: inout OutputBuffer) {
        for scalar in symbol.text(ascii: isASCII).description.unicodeScalars { append(scalar, to: &out) }
    }
}

extension LineBreaker {
    private var hasGutter: Bool { timeWidth + nameWidth + depth > 0 }

    private mutating func put(prefix: String, to out: inout OutputBuffer) {
        guard !prefix.isEmpty else { return }
        set(.quiet, to: &out)
        for scalar in prefix.unicodeScalars { append(foreign: scalar, to: &out) }
        endForeignText(to: &out)
        set(.plain, to: &out)
        append(" ", to: &out)
    }

    private func putGutter(_ time: String, isFirst: Bool = true, to out: inout OutputBuffer) {
        put(time, .quiet, width: timeWidth, to: &out)
        put(isFirst ? name : "", nameRole, width: nameWidth, to: &out)
        for _ in 0..<depth { put(Symbol.inner.text(ascii: isASCII).description, .quiet, width: 2, to: &out) }
    }

    private func put(_ text: String, _ role: Role, width: Int, to out: inout OutputBuffer) {
        guard width > 0 else { return }
        palette.begin(role, to: &out)
        let text = VisibleForm.of(text)
        for byte in text.utf8 { out.append(byte) }
        palette.end(role, to: &out)
        for _ in 0..<max(0, width - CellWidth.of(text)) { out.append(0x20) }
    }

    private mutating func beginText(_ margin: Margin, to out: inout OutputBuffer) {
        if let symbol = margin.symbol {
            palette.begin(margin.role, to: &out)
            out.append(symbol.text(ascii: isASCII))
            palette.end(margin.role, to: &out)
        }
        for _ in 0..<margin.indent { out.append(0x20) }
        shownRole = .plain
        if isEndless { return color(role, to: &out) }
        start = textStart(after: margin)
        used = start
    }

    /// Cells before the text of a line.
    private func textStart(after margin: Margin) -> Int {
        timeWidth + nameWidth + 2 * depth + margin.cells(ascii: isASCII)
    }

    private func fitsOnNextLine(_ cells: Int) -> Bool { textStart(after: hanging) + cells <= width }

    private mutating func breakLine(to out: inout OutputBuffer) {
        endColor(to: &out)
        out.append(0x0A)
        if hasGutter { putGutter("", isFirst: false, to: &out) }
        beginText(hanging, to: &out)
        blanks = 0
    }

    private mutating func endColor(to out: inout OutputBuffer) {
        palette.end(shownRole, to: &out)
        shownRole = .plain
    }

    private mutating func color(_ role: Role, to out: inout OutputBuffer) {
        guard role != shownRole else { return }
        endColor(to: &out)
        palette.begin(role, to: &out)
        shownRole = role
    }
}

extension LineBreaker {
    private mutating func appendBlank(to out: inout OutputBuffer) {
        finishCluster(to: &out)
        if overflow == .cut { return cut(CollectionOfOne(" "), 1, to: &out) }
        commit(to: &out)
        blanks += 1
    }

    /// Tab stops are eight cells apart; lines without a limit keep their tabs.
    private mutating func appendTab(to out: inout OutputBuffer) {
        if isEndless { return out.append(0x09) }
        finishCluster(to: &out)
        let column = used - start + blanks + word.cells
        for _ in 0..<8 - column % 8 { appendBlank(to: &out) }
    }

    private mutating func finishCluster(to out: inout OutputBuffer) {
        placeLetter(to: &out)
        guard !cluster.isEmpty else { return }
        let character = cluster.take()
        guard let first = character.unicodeScalars.first else { return }
        place(character.unicodeScalars, cells: CellWidth.of(character), first, to: &out)
    }

    private mutating func placeLetter(to out: inout OutputBuffer) {
        guard let letter else { return }
        self.letter = nil
        place(CollectionOfOne(letter.scalar), cells: letter.cells, letter.scalar, to: &out)
    }

    /// - Parameter first: the first scalar of the character.
    private mutating func place(
        _ character: some Sequence<Unicode.Scalar>, cells: Int, _ first: Unicode.Scalar, to out: inout OutputBuffer
    ) {
        if overflow == .cut { return cut(character, cells, to: &out) }
        if word.canBreak(before: first, cells: cells) { commit(to: &out) }
        if used + blanks + word.cells + cells > width {
            if used > start, fitsOnNextLine(word.cells + cells) {
                breakLine(to: &out)
            } else if used > start || used + word.cells + cells > width, !word.isEmpty {
                commit(to: &out)
                breakLine(to: &out)
            }
        }
        word.append(character, cells: cells, role)
        word.noteEnd(first, cells: cells)
        if word.isLong { commit(to: &out) }
    }

    /// Text that leaves room for an ellipsis is shown at once; the rest is held until it is known whether the line ends.
    private mutating func cut(_ character: some Sequence<Unicode.Scalar>, _ cells: Int, to out: inout OutputBuffer) {
        guard !isCut else { return }
        let ellipsis = Symbol.ellipsis.cells(ascii: isASCII)
        if used + word.cells + cells > width {
            word = Word()
            color(.plain, to: &out)
            out.append(Symbol.ellipsis.text(ascii: isASCII))
            isCut = true
            return
        }
        word.append(character, cells: cells, role)
        if used + word.cells + ellipsis <= width { commit(to: &out) }
    }

    /// Puts the word on the line, which has room for it.
    private mutating func commit(to out: inout OutputBuffer) {
        guard !word.isEmpty else { return }
        putBlanks(before: word.cells, word.pieces[0].role, to: &out)
        for piece in word.pieces {
            color(piece.role, to: &out)
            out.append(scalar: piece.scalar)
        }
        used += word.cells
        word.clear()
    }

    /// Puts the spaces between the line's text and a word.
    private mutating func putBlanks(before cells: Int, _ role: Role, to out: inout OutputBuffer) {
        // Indentation is shortened to leave room for the word.
        if used == start { blanks = min(blanks, max(0, width - used - cells)) }
        // Spaces have no color.
        if blanks > 0, shownRole != role { endColor(to: &out) }
        putBlanks(to: &out)
    }

    private mutating func putBlanks(to out: inout OutputBuffer) {
        for _ in 0..<blanks { out.append(0x20) }
        used += blanks
        blanks = 0
    }
}

extension UInt8 {
    /// Whether it is visible ASCII other than the backslash.
    fileprivate var isPlainLetter: Bool { self > 0x20 && self < 0x7F && self != UInt8(ascii: "\\") }
}

/// The beginning of a line, which says whose words it holds.
struct Margin: Equatable {
    /// `nil` leaves the first column blank.
    var symbol: Symbol?
    var role = Role.plain
    /// Spaces after the symbol.
    var indent = 1

    static let none = Margin(indent: 0)

    func cells(ascii: Bool) -> Int { (symbol?.cells(ascii: ascii) ?? 0) + indent }
}

extension LineBreaker {
    /// Text that must stay on one line, as far as it has arrived.
    private struct Word {
        private(set) var pieces: [(scalar: Unicode.Scalar, role: Role)] = []
        private(set) var cells = 0
        private var endsWide = false
        private var endsOpening = false

        var isEmpty: Bool { pieces.isEmpty }
        /// Whether it is longer than any real text: stacked marks that take no cells.
        var isLong: Bool { pieces.count > 4_096 }

        mutating func append(_ character: some Sequence<Unicode.Scalar>, cells: Int, _ role: Role) {
            for scalar in character { pieces.append((scalar, role)) }
            self.cells += cells
        }

        /// How the last character affects a break after it.
        mutating func noteEnd(_ first: Unicode.Scalar, cells: Int) {
            endsWide = cells > 1
            endsOpening = endsWide && first.isOpening
        }

        /// East Asian text has no spaces: it breaks between any two characters, except before or after some marks.
        func canBreak(before first: Unicode.Scalar, cells: Int) -> Bool {
            !isEmpty && (cells > 1 || endsWide) && !endsOpening && !first.isClosing
        }

        mutating func clear() {
            pieces.removeAll(keepingCapacity: true)
            (cells, endsWide, endsOpening) = (0, false, false)
        }
    }

    /// The scalars of an unfinished grapheme.
    ///
    /// A class, because the size of the standard library's recognizer is known only at run time, and would make
    /// that of every containing type dynamic, too, and slow.
    private final class Cluster {
        /// Maximum of scalars in a grapheme; more are not real text.
        private static let max = 32

        private var scalars = String.UnicodeScalarView()
        private var count = 0
        private var recognizer = Unicode._CharacterRecognizer()

        var isEmpty: Bool { count == 0 }

        func isBroken(before scalar: Unicode.Scalar) -> Bool {
            let isBroken = recognizer.hasBreak(before: scalar)
            return isBroken || count == Self.max
        }

        /// It has no scalar.
        func begin(with scalar: Unicode.Scalar) {
            recognizer = Unicode._CharacterRecognizer()
            _ = recognizer.hasBreak(before: scalar)
            append(scalar)
        }

        func append(_ scalar: Unicode.Scalar) {
            scalars.append(scalar)
            count += 1
        }

        /// The grapheme, as one character even if it was cut.
        func take() -> String {
            defer {
                scalars.removeAll(keepingCapacity: true)
                count = 0
            }
            return String(scalars)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isOpening: Bool {
        switch self {
        case "「", "『", "（", "【", "〈", "《", "［", "｛": true
        default: false
        }
    }

    fileprivate var isClosing: Bool {
        switch self {
        case "、", "。", "，", "．", "・", "：", "；", "？", "！", "」", "』", "）", "】", "〉", "》", "］", "｝", "ー", "々": true
        default: false
        }
    }
}
