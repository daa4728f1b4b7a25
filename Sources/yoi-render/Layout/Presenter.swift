internal import Shared

/// Lays items out on the page, in the style that was asked for.
struct Presenter: ~Copyable {
    let options: RenderOptions
    var style: any Style
    var page: Page

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        style = options.layout
        self.page = page
    }
}

extension Presenter {
    /// - Parameters:
    ///   - directory: the Worker's.
    ///   - milliseconds: when it happened, since 1970, if anybody knows.
    mutating func show(_ item: Item, directory: String, at milliseconds: Int64?) {
        guard isWanted(item) else { return }
        style.wording.directory = directory
        page.time = item.milliseconds ?? milliseconds
        style.show(item, on: &page)
    }

    /// Whether another piece of the open text may be handed to ``stream(_:escaped:at:)``.
    var takesMoreText: Bool { style.takesMoreText }

    /// Whether another piece of thinking changes nothing.
    var dropsMoreThinking: Bool { style.dropsMoreThinking }

    /// Appends to the open text; only while ``takesMoreText``.
    mutating func stream(_ bytes: Bytes, escaped: Bool) { style.stream(bytes, escaped: escaped, on: &page) }

    /// Whether something is held that may be shown.
    var isHolding: Bool { page.isHolding }

    /// What follows is from a line that has this in front of its event.
    mutating func prefix(_ prefix: String) { page.prefix = [.full, .compact].contains(options.style) ? prefix : "" }

    mutating func fit(_ width: Int) { page.fit(width) }

    /// Hands over what is finished.
    mutating func flush() { page.flush() }

    /// Shows what is held, too: nothing has come for a while.
    mutating func release() { page.release() }

    /// Leaves no half line on a terminal.
    mutating func endLine() {
        if page.isTerminal { page.endExactLine() }
        page.flush()
    }

    /// The input has ended.
    mutating func finish() { page.finish() }

    private func isWanted(_ item: Item) -> Bool {
        switch item {
        case .user: options.showsUser
        case .call, .result, .output, .running: options.tools != .none
        case .past(.thought, _): options.thinking == .show
        case .past(let past, _): isWanted(past.item)
        case .unreadable: options.badLines == .show
        default: true
        }
    }
}
