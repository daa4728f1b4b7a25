internal import Shared

/// What the layout remembers of one Worker's blocks.
struct BlockState {
    fileprivate var wording = Wording()
    fileprivate var gist = Gist()
    fileprivate var document = MarkdownState()
    fileprivate var live: [String: LiveOutput] = [:]
    fileprivate var lastLive: String?
    fileprivate var isThoughtMarked = false
}

extension Presenter {
    /// Whether a text, a thought or an output is open.
    var isInBlock: Bool { isFlowOpen || isThoughtMarked }

    /// Another Worker is going to speak: what is open ends here, and goes on later in a block of its own.
    mutating func suspend() {
        guard isFlowOpen else { return }
        if options.style == .markdown { return endMarkdownText() }
        page.closeFlow()
        isFlowOpen = false
    }

    /// Swaps what is remembered of the Worker that spoke, or is about to speak.
    mutating func exchange(_ other: inout BlockState) {
        swap(&wording, &other.wording)
        swap(&gist, &other.gist)
        swap(&document, &other.document)
        swap(&live, &other.live)
        swap(&lastLive, &other.lastLive)
        swap(&isThoughtMarked, &other.isThoughtMarked)
    }

    /// Says whose words follow.
    mutating func announce(_ speaker: Speaker, isOneOfMany: Bool) {
        guard options.showsName || isOneOfMany else { return }
        let role = Role.speaker(Int(speaker.hash % 6))
        switch options.style {
        case .full:
            page.margin = speaker.depth - 1
            page.begin(.speaker)
            page.beginLine()
            page.mark(.speaker, role)
            page.space()
            page.put(speaker.name, role, atMost: Page.nameWidth)
            page.endLine()
            page.margin = speaker.depth
        case .compact: column = (speaker.name.withoutMiddle(to: Self.nameColumn), role)
        case .text:
            guard options.showsName || page.isTerminal else { return }
            page.nameExactText(speaker.name, role)
        case .markdown:
            page.begin(.paragraph)
            page.line("# " + Markdown.escaped(speaker.name))
            document.isInAnswer = false
        }
    }

    /// A line for each Worker: runs, how the last one ended, requests and tokens.
    mutating func showTable(of speakers: [Speaker]) {
        guard options.style == .full || options.style == .compact else { return }
        page.margin = 0
        column = nil
        page.begin(.end)
        let shown = speakers.filter { $0.depth == 0 && $0.isShown }
        let width = min(shown.map(\.name.count).max() ?? 0, Page.nameWidth)
        for speaker in shown {
            let (words, role) = speaker.totals.last.map { $0.ending.words } ?? ("no run", .quiet)
            page.beginLine()
            page.mark(.rule, .quiet)
            page.space()
            let start = page.left
            page.put(speaker.name, .speaker(Int(speaker.hash % 6)), atMost: Page.nameWidth)
            page.space(max(2, width + 2 - (start - page.left)))
            if speaker.totals.runs > 0 { page.put(Numbers.count(speaker.totals.runs, "run") + ", ") }
            page.put(words, role)
            if options.showsUsage, speaker.totals.runs > 0 {
                let totals = speaker.totals
                page.put(
                    ", \(Numbers.count(totals.requests, "request")), \(Numbers.tokens(totals.inputTokens)) in, "
                        + "\(Numbers.tokens(totals.outputTokens)) out", .quiet)
            }
            page.endLine()
        }
    }
}
