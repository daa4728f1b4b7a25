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
    private(set) var invalidCount = 0
    /// Where the first of them is.
    private(set) var firstInvalid = ""
    /// The file that is being read, for messages; `nil` where there is only one input.
    var source: String?
    /// What makes it useless to go on.
    private(set) var failure: Failure?

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        story = Story(isVerbatim: options.style == .text, waitsForQuestion: options.showsUser)
        presenter = Presenter(options, page: page)
    }
}

extension Renderer {
    var exitStatus: ExitStatus { story.exitStatus }

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
        presenter.flush()
    }

    /// The terminal may have been resized.
    ///
    /// - Parameter width: cells of a line; 0 for no limit.
    mutating func fit(_ width: Int) { presenter.fit(width) }

    /// Whether something is held that may be shown.
    var isHolding: Bool { presenter.isHolding || story.isHolding }

    /// Shows what is held: nothing has come for a while.
    mutating func release() {
        show(story.release())
        presenter.release()
    }

    /// One file has ended, and with it what it holds of a value.
    mutating func endFile() {
        if case .joined(let bytes)? = splitter.end(), failure == nil { take(whole: bytes) }
    }

    /// The input has ended.
    mutating func finish() {
        endFile()
        show(story.end())
        presenter.finish()
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
                presenter.stream(contents, escaped: text.hasEscapes)
                splitter.countLine()
            }
        } else if story.takesMoreThinking, presenter.dropsMoreThinking {
            while let text = thinkingDelta.text(in: chunk, at: &offset) {
                story.noteThinking(bytes: text.contents.count)
                splitter.countLine()
            }
        }
    }

    private mutating func show(_ items: [Item]) {
        for item in items { presenter.show(item, directory: story.directory, at: now) }
    }

    private mutating func take(whole bytes: [UInt8]) {
        for reading in EventReader.readings(of: bytes) where failure == nil {
            switch reading {
            case .event(let event): show(story.take(event))
            case .fault(let reason, let piece): note(invalid: piece, reason)
            }
        }
    }

    private mutating func note(invalid piece: ArraySlice<UInt8>, _ reason: String) {
        let line = splitter.location.line
        let place = source.map { "\($0), line \(line)" } ?? "line \(line)"
        if invalidCount == 0 { firstInvalid = place }
        invalidCount += 1
        let excerpt = String(decoding: piece.prefix(400), as: UTF8.self)
        show(story.take(InvalidInput(line: line, reason: reason, excerpt: excerpt)))
        if options.badLines == .fail { failure = Failure(.badInput, at: place, reason) }
    }
}
