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
    private var stage: Stage
    private var now: Int64?
    private let textDelta = DeltaLine("text_delta")
    private let thinkingDelta = DeltaLine("thinking_delta")
    /// Pieces of input that were no event.
    private(set) var unreadableCount = 0
    /// Where the first of them is.
    private(set) var firstUnreadable = ""
    /// The file that is being read, for messages; `nil` where there is only one input.
    var source: String?
    /// What makes it useless to go on.
    private(set) var failure: Failure?

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        stage = Stage(options, page: page)
    }
}

extension Renderer {
    var exitStatus: ExitStatus { stage.exitStatus }

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
        stage.presenter.page.flush()
    }

    /// When ``tick(_:)`` is to be called, if nothing comes before; milliseconds on its clock.
    var deadline: Int64? { stage.deadline }

    /// Lets the others speak when one has been silent for long.
    ///
    /// - Parameter time: milliseconds on any clock that does not jump.
    mutating func tick(_ time: Int64) {
        stage.tick(time)
        stage.presenter.page.flush()
    }

    /// What is taken next comes at this time, on the clock of ``tick(_:)``.
    mutating func noteTime(_ time: Int64) { stage.time = time }

    /// The terminal may have been resized.
    ///
    /// - Parameter width: cells of a line; 0 for no limit.
    mutating func fit(_ width: Int) { stage.presenter.page.fit(width) }

    /// One file has ended, and with it what it holds of a value.
    mutating func endFile() {
        if case .joined(let bytes)? = splitter.end(), failure == nil { take(whole: bytes) }
    }

    /// The input has ended.
    mutating func finish() {
        endFile()
        stage.finish(at: now)
    }
}

extension Renderer {
    /// The short cut for the lines that most of a stream consists of: they are copied without becoming events.
    private mutating func takeDeltas(in chunk: Bytes, at offset: inout Int) {
        while offset < chunk.count, chunk[offset] == 0x0A {
            splitter.countLine()
            offset += 1
        }
        if stage.streamsText {
            let envelope = stage.envelope
            var bytes = 0
            stage.presenter.note(now)
            while let text = textDelta.text(in: chunk, of: envelope.span, at: &offset) {
                let contents = chunk.extracting(text.contents)
                bytes += text.hasEscapes ? contents.unescapedCount : contents.count
                stage.presenter.streamText(contents, escaped: text.hasEscapes)
                splitter.countLine()
            }
            stage.noteText(bytes: bytes)
        } else if stage.dropsThinking {
            let envelope = stage.envelope
            while let text = thinkingDelta.text(in: chunk, of: envelope.span, at: &offset) {
                stage.noteThinking(bytes: text.contents.count)
                splitter.countLine()
            }
        }
    }

    private mutating func take(whole bytes: [UInt8]) {
        for reading in EventReader.readings(of: bytes) where failure == nil {
            switch reading {
            case .event(let event, let worker): stage.take(event, of: worker, at: now)
            case .fault(let reason, let piece): note(unreadable: piece, reason)
            }
        }
    }

    private mutating func note(unreadable piece: ArraySlice<UInt8>, _ reason: String) {
        let line = splitter.location.line
        let place = source.map { "\($0), line \(line)" } ?? "line \(line)"
        if unreadableCount == 0 { firstUnreadable = place }
        unreadableCount += 1
        let excerpt = String(decoding: piece.prefix(400), as: UTF8.self)
        stage.take(Unreadable(line: line, reason: reason, excerpt: excerpt), at: now)
        if options.badLines == .fail { failure = Failure(.badInput, at: place, reason) }
    }
}
