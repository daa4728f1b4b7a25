internal import Shared

/// Streams one block of foreign text onto lines, made harmless and properly ended, however it is split into deltas.
///
/// A CR is held until it is known whether a line feed follows. Tidy text loses a CR before a line feed,
/// and empty lines at its start and end; so an empty line is held until text follows.
struct TextFlow {
    /// What to do with line breaks.
    enum Shape {
        /// Keep them, byte for byte.
        case exact
        case tidy
        /// Turn them into spaces: the text stays on the open line, and ends it.
        case flat
        /// Show only the first line, on the open line, and end it.
        case firstLine
    }

    private let shape: Shape
    /// Begins each line.
    private let margin: Margin
    private let role: Role
    /// The labels on its first line.
    private let label: LineBreaker.Label
    /// Colors for the model's Markdown; `nil` for other text.
    private(set) var highlight: MarkdownHighlight?
    /// Whether the highlight must see each character.
    private var isHighlighting = false
    /// Whether plain text may be copied without looking at the rest of the state: nothing is held.
    private var isPlain = false
    private var isFresh = true
    private var isFirstLine = true
    private var heldReturn = false
    /// Spaces at the beginning of a line that may turn out to be empty.
    private var heldBlanks = 0
    /// Line breaks at the end of the text so far; tidy text holds all but the first.
    private(set) var breaks = 0
    /// Whether text came after the first line, where only that is shown.
    private var hasMore = false

    init(
        _ shape: Shape, margin: Margin = .none, role: Role = .plain, label: LineBreaker.Label = .init(),
        highlight: MarkdownHighlight? = nil
    ) {
        (self.shape, self.margin, self.role, self.label, self.highlight) = (shape, margin, role, label, highlight)
        isHighlighting = highlight != nil
    }
}

extension TextFlow {
    /// Whether the last line has text without a line break after it.
    var isInLine: Bool { !isFresh && breaks == 0 }

    /// Whether anything else would split a line or a code block.
    var isUnbreakable: Bool {
        switch shape {
        case .flat: !isFresh
        case .exact, .tidy, .firstLine: isInLine || highlight?.isInFence == true
        }
    }

    /// Whether it has shown any text.
    var isEmpty: Bool { isFresh && isFirstLine }

    /// Writes a piece of the text.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func write(_ bytes: Bytes, escaped: Bool, on lines: inout LineBreaker, to out: inout OutputBuffer) {
        var index = 0
        while index < bytes.count {
            if isPlain, !isHighlighting { lines.appendPlainRun(of: bytes, from: &index, to: &out) }
            guard index < bytes.count, !lines.isCut, !hasMore else { return }
            emit(bytes.nextScalar(at: &index, escaped: escaped), on: &lines, to: &out)
        }
    }

    /// Ends the text, and its last line unless it is exact.
    mutating func finish(on lines: inout LineBreaker, to out: inout OutputBuffer) {
        lines.endForeignText(to: &out)
        if heldReturn, shape == .exact || shape == .tidy { resume(on: &lines, to: &out) }
        switch shape {
        case .exact: break
        case .tidy: if isInLine { endLine(on: &lines, to: &out) }
        case .flat, .firstLine: endOpenLine(on: &lines, to: &out)
        }
    }

    /// Ends the line because something else follows, so that the text can continue on a new one.
    mutating func interrupt(on lines: inout LineBreaker, to out: inout OutputBuffer) {
        lines.endForeignText(to: &out)
        switch shape {
        case .exact, .tidy: if isInLine { endLine(on: &lines, to: &out) }
        case .flat, .firstLine: endOpenLine(on: &lines, to: &out)
        }
        (isFresh, isPlain, heldReturn, breaks, heldBlanks) = (true, false, false, 0, 0)
    }

    private mutating func endOpenLine(on lines: inout LineBreaker, to out: inout OutputBuffer) {
        if hasMore, !lines.isCut, !lines.endsInEllipsis {
            lines.append(" ", to: &out)
            lines.append(.ellipsis, to: &out)
        }
        lines.end(to: &out)
    }
}

extension TextFlow {
    @inline(__always)
    private mutating func emit(_ scalar: Unicode.Scalar, on lines: inout LineBreaker, to out: inout OutputBuffer) {
        switch scalar {
        case "\n":
            lines.endForeignText(to: &out)
            if heldReturn, shape == .exact { lines.append("\r", to: &out) }
            (heldReturn, heldBlanks) = (false, 0)
            breakLine(on: &lines, to: &out)
            highlight?.endLine()
            isHighlighting = highlight != nil
        case _ where shape == .flat && isFresh && (scalar == " " || scalar == "\t" || scalar == "\r"): break
        case "\r":
            lines.endForeignText(to: &out)
            if heldReturn { resume(on: &lines, to: &out) }
            heldReturn = true
            isPlain = false
        case " " where shape == .flat && breaks > 0: break
        case " " where shape == .tidy && (isFresh || breaks > 0) && !heldReturn: heldBlanks += 1
        default:
            if !isPlain { resume(on: &lines, to: &out) }
            guard !hasMore else { return }
            if isHighlighting { note(scalar, on: &lines, to: &out) }
            lines.append(foreign: scalar, to: &out)
        }
    }

    private mutating func note(_ scalar: Unicode.Scalar, on lines: inout LineBreaker, to out: inout OutputBuffer) {
        guard let role = highlight?.role(of: scalar) else { return }
        isHighlighting = lines.palette.isColored || highlight?.isLineDecided == false
        // A combining mark has the color of its base.
        if lines.palette.isColored, CellWidth.of(scalar) > 0 { lines.set(role, to: &out) }
    }

    private mutating func breakLine(on lines: inout LineBreaker, to out: inout OutputBuffer) {
        switch shape {
        case .exact: endLine(on: &lines, to: &out)
        case .tidy:
            guard !isFresh else { return }
            if breaks == 0 { endLine(on: &lines, to: &out) } else { breaks += 1 }
        case .flat, .firstLine:
            if !isFresh { breaks += 1 }
            isPlain = false
        }
    }

    private mutating func endLine(on lines: inout LineBreaker, to out: inout OutputBuffer) {
        lines.end(to: &out)
        (isPlain, isFresh) = (false, false)
        breaks += 1
    }

    /// Writes what was held, and begins a line if necessary: text follows.
    private mutating func resume(on lines: inout LineBreaker, to out: inout OutputBuffer) {
        let beginsLine = isFresh || breaks > 0
        switch shape {
        case .exact: if beginsLine { lines.begin(.none, hanging: .none, .wrap, to: &out) }
        case .tidy:
            for _ in 1..<max(1, breaks) { lines.putEmpty(margin, to: &out) }
            if beginsLine {
                lines.begin(margin, hanging: margin, .wrap, label: isFirstLine ? label : nil, to: &out)
                lines.set(role, to: &out)
                for _ in 0..<heldBlanks { lines.append(" ", to: &out) }
            }
        case .flat: if breaks > 0 { lines.append(" ", to: &out) }
        case .firstLine:
            hasMore = breaks > 0
            if hasMore { return }
        }
        if beginsLine { lines.set(role, to: &out) }
        if heldReturn { lines.append(foreign: "\r", to: &out) }
        (isPlain, isFresh, isFirstLine, heldReturn, breaks, heldBlanks) = (true, false, false, false, 0, 0)
    }
}
