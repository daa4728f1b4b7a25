internal import Shared

/// The page that grows at its end: blocks with one empty line between them, lines cut to the width, and streamed text.
///
/// Whatever comes from outside passes ``put(_:_:)`` or ``stream(_:escaped:)``, which let no control through.
struct Page: ~Copyable {
    let palette: Palette
    let isASCII: Bool
    let isTerminal: Bool
    /// Cells of a line.
    private(set) var width = endless
    /// When it happened, in milliseconds since 1970; stands in front of the next block.
    var time: Int64?
    /// Steps of two cells by which everything is moved to the right.
    var margin = 0
    private static let margins: [StaticString] = ["", "  ", "    ", "      ", "        ", "          "]
    /// Wider than any line, and small enough to be multiplied.
    private static let endless = 1 << 40
    var out: OutputBuffer
    private var group: Group?
    /// Cells left on the line that is being put together.
    var left = 0
    var needsTime = false
    private var flow: TextFlow
    private var flowGroup: Group?
    /// Whether streamed text may be appended just so.
    private(set) var isStreaming = false

    init(out: consuming OutputBuffer, palette: Palette, isASCII: Bool, isTerminal: Bool, width: Int) {
        self.out = out
        self.palette = palette
        self.isASCII = isASCII
        self.isTerminal = isTerminal
        flow = TextFlow(.tidy, palette: palette)
        fit(width)
    }

    /// Lines to come have so many cells, 20 at least; 0 for no limit.
    mutating func fit(_ width: Int) { self.width = width == 0 ? Self.endless : min(max(width, 20), Self.endless) }
}

extension Page {
    /// What a block is, where that decides whether an empty line stands before the next one.
    enum Group {
        /// Whose words follow.
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
    /// Opens a stream of text, whose block begins with its first character.
    mutating func openFlow(
        _ group: Group, prefix: StaticString = "", blank: StaticString = "", role: Role = .plain,
        highlightsMarkdown: Bool = false
    ) {
        let level = min(margin + prefix.utf8CodeUnitCount / 2, Self.margins.count - 1)
        let prefix = margin > 0 ? Self.margins[level] : prefix
        flow = TextFlow(
            .tidy, prefix: prefix, blank: blank, role: role, highlightsMarkdown: highlightsMarkdown, palette: palette)
        flowGroup = group
        isStreaming = false
    }

    /// Opens a stream of text that is all there is on the page, byte for byte. Only where a person reads it, an empty
    /// line keeps it apart from the text before.
    mutating func openExactFlow() {
        if isTerminal, group == .text {
            for _ in min(flow.breaks, 2)..<2 { out.append(0x0A) }
        }
        flow = TextFlow(.exact, palette: palette)
        (group, isStreaming) = (.text, true)
    }

    /// Says whose the next text is, on a line of its own.
    mutating func nameExactText(_ name: String, _ role: Role) {
        if flow.isInLine { out.append(0x0A) }
        if isTerminal, group == .text { out.append(0x0A) }
        line(name, role)
        (group, isStreaming) = (nil, false)
        flow = TextFlow(.exact, palette: palette)
    }

    /// Appends to the open stream.
    ///
    /// - Parameter escaped: the bytes are the validated contents of a JSON string; else UTF-8.
    mutating func stream(_ bytes: Bytes, escaped: Bool) {
        if !isStreaming {
            guard let flowGroup, bytes.hasMoreThanLineBreaks(escaped: escaped) else { return }
            begin(flowGroup)
            // The flow puts its margin in front of every line itself.
            left = width
            putTime()
            isStreaming = true
        }
        flow.write(bytes, escaped: escaped, to: &out)
    }

    mutating func stream(_ text: WireText) { stream(text.contents.span, escaped: true) }

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

extension Page.Group {
    /// Whether no empty line stands between a block and the one before.
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
    fileprivate func hasMoreThanLineBreaks(escaped: Bool) -> Bool {
        guard escaped else { return (0..<count).contains { self[$0] != 0x0A && self[$0] != 0x0D } }
        var index = 0
        while starts(with: "\\n", at: index) || starts(with: "\\r\\n", at: index) { index += 2 }
        return index < count
    }
}
