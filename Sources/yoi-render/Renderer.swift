internal import Shared

/// From bytes to bytes: events in, in any layout and in any pieces; text out, ready for a terminal.
///
/// ```
/// var renderer = Renderer(options, page: page)
/// renderer.take(chunk)    // again and again; what can be shown is then on its way to the page's output
/// renderer.finish()
/// ```
struct Renderer: ~Copyable {
    private let options: RenderOptions
    private var splitter = ValueSplitter()
    private var story: Story
    private var presenter: Presenter
    private var now: Int64?
    private let textDelta = DeltaLine("text_delta")
    private let thinkingDelta = DeltaLine("thinking_delta")
    /// Pieces of input that were no event.
    private(set) var unreadableCount = 0
    /// Line of the first of them.
    private(set) var firstUnreadableLine = 0
    /// What makes it useless to go on.
    private(set) var failure: Failure?

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        story = Story(waitsForQuestion: options.showsUser && options.style != .text)
        presenter = Presenter(options, page: page)
    }
}

extension Renderer {
    var verdict: RunTracker.Verdict { story.verdict }

    /// Takes the next bytes of the input.
    ///
    /// - Parameter now: milliseconds since 1970, where it makes sense to say when they came.
    mutating func take(_ chunk: Bytes, at now: Int64? = nil) {
        self.now = now
        var offset = 0
        while failure == nil {
            if splitter.isBetween { takeDeltas(in: chunk, at: &offset) }
            guard let piece = splitter.next(in: chunk, at: &offset) else { break }
            switch piece {
            case .inChunk(let range): take(whole: Array(copying: chunk.extracting(range)))
            case .joined(let bytes): take(whole: bytes)
            }
        }
        presenter.page.flush()
    }

    /// One file has ended, and with it what it holds of a value.
    mutating func endFile() {
        if case .joined(let bytes)? = splitter.end(), failure == nil { take(whole: bytes) }
    }

    /// The input has ended.
    mutating func finish() {
        endFile()
        show(story.end())
        presenter.page.finish()
    }
}

extension Renderer {
    /// The short cut for the lines that most of a stream consists of: they are copied without becoming events.
    private mutating func takeDeltas(in chunk: Bytes, at offset: inout Int) {
        while offset < chunk.count, chunk[offset] == 0x0A {
            splitter.countLine()
            offset += 1
        }
        if story.takesMoreText, presenter.takesMoreText {
            while let text = textDelta.text(in: chunk, at: &offset) {
                let contents = chunk.extracting(text.contents)
                story.noteText(bytes: text.hasEscapes ? contents.unescapedCount : contents.count)
                presenter.streamText(contents, escaped: text.hasEscapes)
                splitter.countLine()
            }
        } else if story.takesMoreThinking, presenter.dropsMoreThinking {
            while thinkingDelta.text(in: chunk, at: &offset) != nil { splitter.countLine() }
        }
    }

    private mutating func show(_ items: [Item]) {
        presenter.wording.directory = story.directory
        for item in items { presenter.show(item, at: now) }
    }

    private mutating func take(whole bytes: [UInt8]) {
        do throws(EventReader.Fault) {
            for event in try EventReader.events(in: bytes) {
                show(story.take(event))
            }
        } catch {
            if unreadableCount == 0 { firstUnreadableLine = splitter.place.line }
            unreadableCount += 1
            let excerpt = String(decoding: bytes.prefix(400), as: UTF8.self)
            let unreadable = Unreadable(line: splitter.place.line, reason: error.reason, excerpt: excerpt)
            show(story.take(unreadable))
            guard options.badLines == .fail else { return }
            failure = Failure(.badInput, at: "line \(unreadable.line)", unreadable.reason)
        }
    }
}
