internal import Shared

/// The output, which grows at its end: blocks separated by one empty line, lines no wider than the page, streamed text.
///
/// All foreign text passes ``put(_:_:)`` or ``stream(_:escaped:)``, which let no control character through.
struct Page: ~Copyable {
    let isTerminal: Bool
    /// When the next item happened, in milliseconds since 1970; `nil` if unknown.
    var time: Int64?
    /// The clock for times, if they are shown.
    private let clock: Clock
    private var day = ""
    private var out: OutputBuffer
    private var lines: LineBreaker
    private var group: Group?
    private var flow = TextFlow(.tidy)
    private var flowStart: (group: Group, margin: Margin, role: Role, highlight: MarkdownHighlight?)?
    /// Whether streamed text goes to the open flow.
    private(set) var isStreaming = false
    /// The label for the first line of the next block.
    private var label = LineBreaker.Label()
    /// The log's prefix of the event.
    var prefix = ""
    /// White space before the first visible character of a streamed block, from that character's line.
    private var lead: [UInt8] = []

    enum Clock {
        case none
        case local
        case utc
    }

    /// - Parameters:
    ///   - clock: the clock for times.
    ///   - hasTimes: whether lines have a column for them.
    ///   - width: cells of a line; 0 for no limit.
    init(
        out: consuming OutputBuffer, lines: LineBreaker, isTerminal: Bool, clock: Clock, hasTimes: Bool, width: Int
    ) {
        self.out = out
        self.lines = lines
        self.isTerminal = isTerminal
        self.clock = clock
        self.lines.timeWidth = hasTimes ? Self.timeWidth : 0
        fit(width)
    }

    /// `22:06:16` and a space.
    private static let timeWidth = 9

    /// Sets the width of lines to come in cells, at least 20; 0 for no limit.
    mutating func fit(_ width: Int) {
        lines.width = width == 0 ? LineBreaker.endless : min(max(width, 20), LineBreaker.endless)
    }
}

extension Page {
    /// The time as text; `nil` if it is not shown or not known.
    var moment: String? {
        guard clock != .none, let time, let moment = Timestamp(milliseconds: time, inUTC: clock == .utc) else {
            return nil
        }
        return moment.date + " " + moment.time + (clock == .utc ? "Z" : "")
    }

    /// Width of a line in cells.
    var width: Int { lines.width }
    var isEndless: Bool { lines.width >= LineBreaker.endless }
    var isASCII: Bool { lines.isASCII }
    /// Whether the rest of the open line is left out.
    var isCut: Bool { lines.isCut }
    /// Whether something is held back.
    var isHolding: Bool { lines.isHolding }

    /// Kinds of blocks, which decide whether an empty line separates two of them.
    enum Group {
        /// The name of the Worker that follows.
        case speaker
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

    /// Begins a block, or continues one of the same group.
    mutating func begin(_ group: Group) {
        interrupt()
        label = LineBreaker.Label(prefix: prefix)
        let moment = lines.timeWidth > 0 ? time.flatMap { Timestamp(milliseconds: $0, inUTC: clock == .utc) } : nil
        label.time = moment?.time ?? ""
        let date = moment.flatMap { $0.date == day ? nil : $0.date }
        if let last = self.group, !group.joins(last) || date != nil && group != .line { out.append(0x0A) }
        self.group = group
        if let date { begin(date, before: group) }
    }

    /// Whether anything else would split a line, or a code block, of the streaming text.
    var isInLine: Bool { isStreaming && flow.isUnbreakable }

    /// Ends the line of streamed text, which may continue on a new one.
    private mutating func interrupt() {
        if isStreaming {
            flow.interrupt(on: &lines, to: &out)
            flowStart?.highlight = flow.highlight
        }
        isStreaming = false
    }

    /// Width of the column for Workers' names, in cells.
    static let nameColumn = 16

    /// Sets the Worker whose lines follow.
    ///
    /// - Parameters:
    ///   - name: begins each line, in a column; empty for no column.
    ///   - depth: how many Workers it is inside of.
    mutating func setSpeaker(_ name: String, _ role: Role, depth: Int) {
        interrupt()
        (lines.name, lines.nameRole) = (VisibleForm.of(name: name, cells: Self.nameColumn), role)
        lines.nameWidth = name.isEmpty ? 0 : Self.nameColumn + 2
        lines.depth = min(max(0, depth), 4)
    }

    /// Passes on finished output.
    mutating func flush() { out.flush() }

    /// Also shows what is held: nothing has arrived for a while.
    mutating func release() {
        lines.release(to: &out)
        out.flush()
    }

    private mutating func begin(_ date: String, before group: Group) {
        day = date
        lines.begin(Margin(symbol: .rule, role: .quiet), hanging: .rest, .wrap, to: &out)
        put(day, .quiet)
        lines.end(to: &out)
        if group != .line { out.append(0x0A) }
    }
}

extension Page {
    /// Begins a line of our own.
    ///
    /// - Parameters:
    ///   - hanging: begins the lines on which it continues.
    ///   - overflow: what to do with text that does not fit.
    mutating func beginLine(
        _ margin: Margin, hanging: Margin = .rest, _ overflow: LineBreaker.Overflow = .wrap
    ) {
        lines.begin(margin, hanging: hanging, overflow, label: label, to: &out)
        label = LineBreaker.Label()
    }

    mutating func endLine() { lines.end(to: &out) }

    mutating func space(_ count: Int = 1) {
        for _ in 0..<count { lines.append(" ", to: &out) }
    }

    mutating func mark(_ symbol: Symbol, _ role: Role = .plain) {
        lines.set(role, to: &out)
        lines.append(symbol, to: &out)
        lines.set(.plain, to: &out)
    }

    /// Appends text to the line, made harmless.
    mutating func put(_ text: some StringProtocol, _ role: Role = .plain) {
        put(role) { append in for scalar in text.unicodeScalars { append(scalar) } }
    }

    /// Appends characters to the line, made harmless; a line break becomes a mark.
    mutating func put(_ role: Role = .plain, _ text: ((Unicode.Scalar) -> Void) -> Void) {
        lines.set(role, to: &out)
        var heldReturn = false
        text { scalar in
            if heldReturn, scalar != "\n" { append(foreign: "\r") }
            if scalar != "\r" { append(foreign: scalar) }
            heldReturn = scalar == "\r"
        }
        if heldReturn { lines.append(foreign: "\r", to: &out) }
        lines.endForeignText(to: &out)
        lines.set(.plain, to: &out)
    }

    /// Appends a fact, separated by a dot.
    mutating func put(fact: String) {
        guard !fact.isEmpty else { return }
        space()
        lines.staysTogether = true
        mark(.dot, .quiet)
        put(" " + fact, .quiet)
        lines.release(to: &out)
        lines.staysTogether = false
    }

    /// Appends text after a gap, unless it is empty.
    mutating func putColumn(_ text: some StringProtocol, _ role: Role = .plain) {
        guard !text.isEmpty else { return }
        space(2)
        put(text, role)
    }

    /// Appends a line of a tool's output, made harmless, without its colors.
    mutating func put(_ line: WrittenLine, _ role: Role = .plain) {
        lines.set(role, to: &out)
        var filter = ColorFilter()
        line.forEachScalar { filter.take($0) { append(foreign: $0) } }
        filter.release { append(foreign: $0) }
        lines.endForeignText(to: &out)
        lines.set(.plain, to: &out)
    }

    /// No text ends a line: a line break in it becomes a mark.
    private mutating func append(foreign scalar: Unicode.Scalar) {
        guard scalar == "\n" else { return lines.append(foreign: scalar, to: &out) }
        lines.endForeignText(to: &out)
        lines.append(.lineBreak, to: &out)
    }

    /// Appends a line of text, made harmless.
    mutating func put(words line: WrittenLine, _ role: Role = .plain) { put(role) { line.forEachScalar($0) } }

    /// Appends a whole line of text.
    mutating func line(_ text: some StringProtocol, _ margin: Margin, _ role: Role = .plain) {
        if text.isEmpty { return lines.putEmpty(margin, to: &out) }
        beginLine(margin, hanging: margin)
        put(text, role)
        endLine()
    }
}

extension Page {
    /// Opens a stream of text; its block begins with the first visible character.
    ///
    /// - Parameter highlightsMarkdown: whether to color the text as Markdown, if there are colors.
    mutating func openFlow(
        _ group: Group, _ margin: Margin, _ role: Role = .plain, highlightsMarkdown: Bool = false
    ) {
        flowStart = (group, margin, role, highlightsMarkdown ? MarkdownHighlight() : nil)
        isStreaming = false
        lead.removeAll(keepingCapacity: true)
    }

    /// Shows a text as a block, an empty line if it has no visible text, even within another stream.
    mutating func show(_ pieces: [WireText], _ group: Group, _ margin: Margin, _ role: Role) {
        interrupt()
        let outer = flowStart
        openFlow(group, margin, role)
        for piece in pieces { stream(piece) }
        if !isStreaming {
            begin(group)
            line("", margin)
        }
        closeFlow()
        flowStart = outer
    }

    /// Opens a stream of text on the open line.
    mutating func openFlow(_ shape: TextFlow.Shape, _ role: Role = .plain) {
        flow = TextFlow(shape, role: role)
        isStreaming = true
    }

    /// Opens a stream of text that is the whole page, byte for byte. On a terminal, an empty line separates it from the
    /// text before.
    mutating func openExactFlow() {
        if isTerminal, group == .text {
            for _ in min(flow.breaks, 2)..<2 { out.append(0x0A) }
        }
        flow = TextFlow(.exact)
        (group, isStreaming) = (.text, true)
    }

    /// Names the Worker of the next text, on a line of its own.
    mutating func nameExactText(_ name: String, _ role: Role) {
        if flow.isInLine { out.append(0x0A) }
        if isTerminal, group == .text { out.append(0x0A) }
        line(name, .none, role)
        (group, isStreaming) = (nil, false)
        flow = TextFlow(.exact)
    }

    /// Ends the last line of exact text, if it is open.
    mutating func endExactLine() {
        if group == .text, flow.isInLine { flow.interrupt(on: &lines, to: &out) }
    }

    /// Appends to the open stream.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func stream(_ bytes: Bytes, escaped: Bool) {
        if !isStreaming {
            guard let start = flowStart, let first = takeLead(of: bytes, escaped: escaped) else { return }
            begin(start.group)
            flow = TextFlow(
                .tidy, margin: start.margin, role: start.role, label: label, highlight: start.highlight)
            (label, isStreaming) = (LineBreaker.Label(), true)
            let blanks = lead
            lead = []
            flow.write(blanks.span, escaped: false, on: &lines, to: &out)
            return flow.write(bytes.extracting(first..<bytes.count), escaped: escaped, on: &lines, to: &out)
        }
        flow.write(bytes, escaped: escaped, on: &lines, to: &out)
    }

    /// Keeps the white space before the first visible character.
    ///
    /// - Returns: the offset of that character; `nil` if there is none.
    private mutating func takeLead(of bytes: Bytes, escaped: Bool) -> Int? {
        var index = 0
        while index < bytes.count {
            let start = index
            let scalar = bytes.nextScalar(at: &index, escaped: escaped)
            guard scalar.isBlank else { return start }
            if scalar == "\n" { lead.removeAll(keepingCapacity: true) }
            if scalar != "\n", lead.count < Self.maxLead { lead.append(UInt8(truncatingIfNeeded: scalar.value)) }
        }
        return nil
    }

    /// Maximum of spaces kept before a text.
    private static let maxLead = 1_000

    mutating func stream(_ text: WireText) { stream(text.contents.span, escaped: true) }

    mutating func stream(_ text: String) {
        var text = text
        text.withUTF8 { stream($0.span, escaped: false) }
    }

    /// Ends the stream.
    mutating func closeFlow() {
        if isStreaming { flow.finish(on: &lines, to: &out) }
        (isStreaming, flowStart) = (false, nil)
    }

    /// Ends an open line of exact text on a terminal, for the shell's prompt; in a file it stays exact.
    mutating func finish() {
        if isTerminal, flow.isInLine, group == .text { out.append(0x0A) }
        out.flush()
    }
}

extension Margin {
    /// Begins the lines on which one of our own continues.
    static let rest = Margin(symbol: .output, role: .quiet, indent: 3)
}

extension Page.Group {
    /// Whether no empty line separates a block from the one before.
    fileprivate func joins(_ last: Self) -> Bool {
        if last == .speaker { return true }
        return switch self {
        case .line, .greeting, .thought, .calls, .notice: last == self
        case .results: last == self || last == .calls
        case .speaker, .user, .text, .end, .paragraph: false
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether it has more than white space.
    func hasVisibleText(escaped: Bool) -> Bool {
        var index = 0
        while index < count {
            if !nextScalar(at: &index, escaped: escaped).isBlank { return true }
        }
        return false
    }
}
