internal import Shared

/// Lays items out on the page, in the style that was asked for.
struct Presenter: ~Copyable {
    let options: RenderOptions
    var page: Page
    var wording = Wording()
    /// Whether pieces of a text go to the page's flow.
    var isFlowOpen = false
    /// Whether it has been said that the open thinking block is there.
    var isThoughtMarked = false
    /// The output of the commands that run.
    var live: [String: LiveOutput] = [:]
    /// The command whose output was shown last.
    var lastLive: String?
    /// Whose line it is, in front of every line of the compact style.
    var column: (name: String, role: Role)?
    /// The one line that the compact style makes of a text.
    var gist = Gist()
    /// What the Markdown style has to remember.
    var document = MarkdownState()

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        self.page = page
    }
}

extension Presenter {
    /// - Parameter milliseconds: when it happened, since 1970, if anybody knows.
    mutating func show(_ item: Item, at milliseconds: Int64?) {
        guard isWanted(item) else { return }
        note(item.milliseconds ?? milliseconds)
        switch options.style {
        case .full: showFull(item)
        case .compact: showCompact(item)
        case .text: showWords(item)
        case .markdown: showMarkdown(item)
        }
    }

    /// What is shown next happened at this time, in milliseconds since 1970, if anybody knows.
    mutating func note(_ milliseconds: Int64?) {
        let time = options.showsTimestamps ? milliseconds : nil
        // In front of a Markdown line it would change what the line is.
        if options.style == .markdown { document.time = time } else { page.time = time }
    }

    /// Whether another piece of the open text may be handed to ``streamText(_:escaped:)``.
    var takesMoreText: Bool {
        switch options.style {
        case .full, .text, .markdown: isFlowOpen
        case .compact: gist.isFull
        }
    }

    /// Whether another piece of thinking changes nothing.
    var dropsMoreThinking: Bool { options.thinking == .hide || options.style == .text }

    /// Appends to the open text; only while ``takesMoreText``.
    @inline(__always)
    mutating func streamText(_ bytes: Bytes, escaped: Bool) {
        switch options.style {
        case .full, .text: page.stream(bytes, escaped: escaped)
        case .markdown: streamMarkdown(bytes, escaped: escaped)
        case .compact: break
        }
    }
}

extension Presenter {
    private func isWanted(_ item: Item) -> Bool {
        switch item {
        case .user: options.showsUser
        case .call, .result, .output, .running: options.tools != .none
        case .past(let past, _): isWanted(past.item)
        case .unreadable: options.badLines == .show
        default: true
        }
    }

    /// The words alone.
    private mutating func showWords(_ item: Item) {
        switch item {
        case .text(let text):
            if !isFlowOpen { page.openExactFlow() }
            isFlowOpen = true
            page.stream(text)
        case .textEnd:
            page.closeFlow()
            isFlowOpen = false
        default: break
        }
    }
}
