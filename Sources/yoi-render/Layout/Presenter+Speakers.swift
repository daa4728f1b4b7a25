internal import Shared

extension Presenter {
    /// Whether a text or a thought is open.
    var isInBlock: Bool { style.isInBlock }

    /// Swaps the style's state with that of another Worker.
    mutating func exchange(_ other: inout any Style) { swap(&style, &other) }

    /// Ends and forgets the open block.
    mutating func forget() {
        suspend()
        (speaker, named) = (nil, nil)
        style = options.layout
        page.setSpeaker("", .plain, depth: 0)
    }

    /// Names the Worker that follows, once it has something to show.
    mutating func announce(_ speaker: Speaker, isOneOfMany: Bool) {
        guard options.showsName || isOneOfMany else { return }
        self.speaker = SpeakerName(name: speaker.name, depth: speaker.depth, hash: speaker.hash)
        // A document has no speaker's heading above what follows.
        if options.style == .markdown { style = options.layout }
    }

    mutating func name(_ speaker: SpeakerName) {
        let role = Role.speaker(speaker.hash)
        switch options.style {
        case .full:
            page.setSpeaker("", .plain, depth: speaker.depth - 1)
            page.begin(.speaker)
            page.line(speaker.name, Margin(symbol: .speaker, role: role), role)
            page.setSpeaker("", .plain, depth: speaker.depth)
        case .compact: page.setSpeaker(speaker.name, role, depth: 0)
        case .text: if options.showsName || page.isTerminal { page.nameExactText(speaker.name, role) }
        case .markdown:
            page.begin(.paragraph)
            page.line("# " + Markdown.escaped(speaker.name), .none)
        case .answer: break
        }
    }

    /// Shows a line for each Worker: runs, how the last one ended, requests and tokens.
    mutating func showTable(of speakers: [Speaker]) {
        guard options.style == .full || options.style == .compact else { return }
        page.setSpeaker("", .plain, depth: 0)
        page.begin(.end)
        let shown = speakers.filter { $0.depth == 0 && $0.isShown }
        let width = shown.map { CellWidth.of($0.name) }.max() ?? 0
        for speaker in shown {
            let totals = speaker.totals
            let (words, role) = totals.last.map { $0.ending.words } ?? ("no run", .quiet)
            page.beginLine(Margin(symbol: .rule, role: .quiet))
            page.put(speaker.name, .speaker(speaker.hash))
            page.space(width - CellWidth.of(speaker.name) + 2)
            if totals.runs > 0 { page.put(Numbers.count(totals.runs, "run") + ", ") }
            page.put(words, role)
            if options.showsUsage { for fact in totals.usage.facts { page.put(", " + fact, .quiet) } }
            page.endLine()
        }
    }
}

/// A Worker as it is named on the page.
struct SpeakerName: Equatable {
    let name: String
    /// How many Workers are around it.
    let depth: Int
    /// Says which color its name has.
    let hash: UInt32
}
