internal import Shared

/// Turns bytes into bytes: events in, in any layout and any pieces; text out, safe for a terminal.
///
/// ```
/// var renderer = Renderer(options, page: page)
/// renderer.take(chunk)    // again and again; what can be shown is then on its way to the page's output
/// renderer.finish()
/// ```
struct Renderer: ~Copyable {
    private let options: RenderOptions
    private var splitter = ValueSplitter()
    private var prefixed = PrefixedLines()
    private var interleaver: Interleaver
    private var batch = TextBatch()
    private var now: Int64?
    /// Whether a file is being read.
    private var hasBegun = false
    /// How the last run of the last file ended.
    private(set) var exitStatus = ExitStatus.incomplete
    private let textDelta = DeltaLine("text_delta")
    private let thinkingDelta = DeltaLine("thinking_delta")
    /// Pieces of input that were not events.
    private(set) var invalidCount = 0
    /// The location of the first of them.
    private(set) var firstInvalid = ""
    /// The current file's name for messages; `nil` if it is the only input.
    private var source: String?
    /// Why rendering cannot continue.
    private(set) var failure: Failure?

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        interleaver = Interleaver(options, page: page)
    }
}

extension Renderer {
    /// Begins a file.
    ///
    /// - Parameter name: for messages; `nil` if it is the only input.
    mutating func beginFile(_ name: String?) { (source, hasBegun) = (name, true) }

    /// Takes the next bytes of the input.
    ///
    /// - Parameter now: when they arrived, in milliseconds since 1970; `nil` for recorded input.
    mutating func take(_ chunk: Bytes, at now: Int64? = nil) {
        self.now = now
        hasBegun = true
        if options.hasPrefixes { return takeLines(of: chunk) }
        var offset = 0
        while failure == nil {
            if splitter.isBetween { takeDeltas(in: chunk, at: &offset) }
            guard let piece = splitter.next(in: chunk, at: &offset) else { break }
            switch piece {
            case .inChunk(let range): take(whole: Array(copying: chunk.extracting(range)))
            case .joined(let bytes): take(whole: bytes)
            }
        }
        interleaver.presenter.flush()
    }

    /// When to call ``tick(_:)`` if nothing arrives before, since the program began.
    var deadline: Duration? { interleaver.deadline }

    /// Does what is due at this time.
    mutating func tick(_ time: Duration) {
        interleaver.tick(time)
        interleaver.presenter.flush()
    }

    /// Sets the arrival time of what is taken next; not to be called for recorded input.
    mutating func noteTime(_ time: Duration) { interleaver.time = time }

    /// Sets the width of lines to come: the terminal may have been resized.
    ///
    /// - Parameter width: cells of a line; 0 for no limit.
    mutating func fit(_ width: Int) { interleaver.presenter.fit(width) }

    /// Whether something is held back.
    var isHolding: Bool { interleaver.isHolding }

    /// Shows what is held back: nothing has arrived for a while.
    mutating func release() { interleaver.release(at: now) }

    /// Ends a file, and whatever is open with it: the next one is independent.
    mutating func endFile() {
        guard hasBegun else { return }
        if case .joined(let bytes)? = splitter.end(), failure == nil { take(whole: bytes) }
        if let line = prefixed.end() { take(line) }
        interleaver.presenter.prefix("")
        exitStatus = interleaver.exitStatus
        interleaver.endFile(at: now)
        splitter = ValueSplitter()
        hasBegun = false
        prefixed = PrefixedLines()
    }

    /// Ends the input.
    mutating func finish() {
        endFile()
        interleaver.presenter.finish()
    }

    /// Ends an open line before a message on standard error, which may be the same terminal.
    mutating func endLine() { interleaver.presenter.endLine() }

    /// The sentences for standard error since the last call.
    mutating func takeComplaints() -> [String] { interleaver.takeComplaints() }

    /// Workers asked for by `--worker` that have not been seen.
    var missingWorkers: [String] { interleaver.missingWorkers }
}

extension Renderer {
    /// The fast path for the lines that most of a stream consists of: they are copied without becoming events.
    private mutating func takeDeltas(in chunk: Bytes, at offset: inout Int) {
        while offset < chunk.count, chunk[offset] == 0x0A {
            splitter.countLine()
            offset += 1
        }
        if interleaver.streamsText {
            let envelope = interleaver.envelope
            while let text = textDelta.text(in: chunk, of: envelope.span, at: &offset) {
                splitter.countLine()
                let contents = chunk.extracting(text.contents)
                if batch.append(contents, escaped: text.hasEscapes) { continue }
                streamBatch()
                if !batch.append(contents, escaped: text.hasEscapes) {
                    interleaver.stream(contents, escaped: text.hasEscapes)
                }
            }
            streamBatch()
        } else if interleaver.dropsThinking {
            let envelope = interleaver.envelope
            while let text = thinkingDelta.text(in: chunk, of: envelope.span, at: &offset) {
                interleaver.noteThinking(bytes: text.contents.count)
                splitter.countLine()
            }
        }
    }

    private mutating func streamBatch() { batch.take { interleaver.stream($0, escaped: $1) } }

    private mutating func takeLines(of chunk: Bytes) {
        var offset = 0
        while failure == nil, let line = prefixed.next(in: chunk, at: &offset) { take(line) }
        interleaver.presenter.flush()
    }

    private mutating func take(_ line: PrefixedLines.Line) {
        interleaver.presenter.prefix(line.prefix)
        take(whole: line.event)
    }

    private mutating func take(whole bytes: [UInt8]) {
        for reading in EventReader.readings(of: bytes) where failure == nil {
            switch reading {
            case .event(let event, let arrival):
                interleaver.received = arrival.milliseconds
                interleaver.take(event, of: arrival.worker, at: arrival.milliseconds ?? now)
            case .fault(let reason, let piece): note(invalid: piece, reason)
            }
        }
    }

    private mutating func note(invalid piece: ArraySlice<UInt8>, _ reason: String) {
        let line = options.hasPrefixes ? prefixed.count : splitter.location.line
        let place = source.map { "\($0), line \(line)" } ?? "line \(line)"
        if invalidCount == 0 { firstInvalid = place }
        invalidCount += 1
        // A character that would be split is left out.
        let cut =
            piece.count > 400
            ? piece.prefix(400 - piece.prefix(401).reversed().prefix { $0 & 0xC0 == 0x80 }.count) : piece
        let excerpt = String(decoding: cut, as: UTF8.self) + (cut.count < piece.count ? "…" : "")
        interleaver.take(InvalidInput(line: line, reason: reason, excerpt: excerpt), at: now)
        if options.badLines == .fail { failure = Failure(.badInput, at: place, reason) }
    }
}
