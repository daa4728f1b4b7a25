internal import Shared

/// Lays items out on the page in the chosen style.
struct Presenter: ~Copyable {
    let options: RenderOptions
    var style: any Style
    var page: Page
    /// Items that came in the middle of a line, and wait for its end.
    private var held: [HeldItem] = []
    /// The Worker whose items follow, and the one that the page has named last.
    var speaker, named: SpeakerName?

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        style = options.layout
        self.page = page
    }

    private struct HeldItem {
        let item: Item
        let directory: String
        let milliseconds: Int64?
    }
}

extension Presenter {
    /// Maximum of held items: a text that never ends must not fill the memory.
    private static let maxHeld = 1_000

    /// - Parameters:
    ///   - directory: the Worker's directory.
    ///   - milliseconds: when it happened, since 1970; `nil` if unknown.
    mutating func show(_ item: Item, directory: String, at milliseconds: Int64?) {
        guard isWanted(item) else { return }
        if let speaker, isVisible(item) {
            if speaker != named { name(speaker) }
            (named, self.speaker) = (speaker, nil)
        }
        let new = HeldItem(item: item, directory: directory, milliseconds: item.milliseconds ?? milliseconds)
        switch item {
        case .text(let piece) where !held.isEmpty: stream(piece.contents.span, escaped: true)
        case .thinking(let piece) where !held.isEmpty && page.isStreaming:
            streamLines(of: piece.contents.span, escaped: true) { $0.page.stream($1, escaped: $2) }
        case .text, .thinking: show(new)
        case .textEnd, .thinkingEnd:
            show(new)
            showHeld()
        default: style.isUnbreakable(on: page) || !held.isEmpty ? hold(new) : show(new)
        }
    }

    private mutating func show(_ new: HeldItem) {
        style.directory = new.directory
        page.time = new.milliseconds
        style.show(new.item, on: &page)
    }

    private mutating func hold(_ new: HeldItem) {
        held.append(new)
        if held.count > Self.maxHeld { suspend() }
    }

    private mutating func showHeld() {
        let items = held
        held = []
        for item in items { show(item) }
    }

    /// Whether another piece of the open text may be passed to ``stream(_:escaped:)``.
    var takesMoreText: Bool { style.takesMoreText }

    /// Whether another piece of thinking changes nothing.
    var dropsMoreThinking: Bool { style.dropsMoreThinking }

    /// Appends to the open text; only while ``takesMoreText``.
    mutating func stream(_ bytes: Bytes, escaped: Bool) {
        if held.isEmpty { return style.stream(bytes, escaped: escaped, on: &page) }
        streamLines(of: bytes, escaped: escaped) { $0.style.stream($1, escaped: $2, on: &$0.page) }
    }

    /// Appends to the open block, and shows held items as soon as they split nothing.
    private mutating func streamLines(
        of bytes: Bytes, escaped: Bool, _ stream: (inout Presenter, Bytes, Bool) -> Void
    ) {
        var index = 0
        while index < bytes.count {
            let next = held.isEmpty ? bytes.count : bytes.endOfLine(from: index, levels: escaped ? 1 : 0).next
            stream(&self, bytes.extracting(index..<next), escaped)
            index = next
            if !held.isEmpty, !style.isUnbreakable(on: page) { showHeld() }
        }
    }

    /// Ends the open block, since another Worker follows; it continues later in a new block.
    mutating func suspend() {
        style.suspend(on: &page)
        showHeld()
    }

    /// Whether something is held that may be shown. In a document, held items wait for the end of the text.
    var isHolding: Bool { page.isHolding || !held.isEmpty && options.style != .markdown }

    /// Also shows what is held: nothing has arrived for a while.
    mutating func release() {
        if options.style != .markdown { showHeld() }
        page.release()
    }

    /// Sets the log's prefix of the next event.
    mutating func prefix(_ prefix: String) { page.prefix = [.full, .compact].contains(options.style) ? prefix : "" }

    mutating func fit(_ width: Int) { page.fit(width) }

    /// Passes on finished output.
    mutating func flush() { page.flush() }

    /// Why the last run of the current speaker left no text; once.
    mutating func takeComplaint() -> String? { style.takeComplaint() }

    /// Ends an open line on a terminal.
    mutating func endLine() {
        if page.isTerminal { page.endExactLine() }
        page.flush()
    }

    /// Ends the input.
    mutating func finish() { page.finish() }

    /// Whether something of a wanted item is seen.
    private func isVisible(_ item: Item) -> Bool {
        switch item {
        case .newText, .textEnd, .thinkingEnd: false
        case .runEnd: options.style != .text
        default: true
        }
    }

    private func isWanted(_ item: Item) -> Bool {
        switch item {
        case .text, .textEnd, .runEnd: true
        case _ where options.style == .text: false
        case .user: options.showsUser
        case .call, .result, .running: options.tools != .none
        case .output: options.tools == .full
        case .history(.thought, _): options.thinking == .show
        case .history(let item, _): isWanted(item.live)
        case .unreadable: options.badLines == .show
        case .newText: options.style == .answer
        default: true
        }
    }
}
