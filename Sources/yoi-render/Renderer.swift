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
    private var story = Story()
    private var presenter: Presenter
    /// Pieces of input that were no event.
    private(set) var unreadableCount = 0
    /// What makes it useless to go on.
    private(set) var failure: Failure?

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        presenter = Presenter(options, page: page)
    }
}

extension Renderer {
    var verdict: RunTracker.Verdict { story.verdict }

    /// Takes the next bytes of the input.
    mutating func take(_ chunk: Bytes) {
        var offset = 0
        while failure == nil {
            if splitter.isBetween { takeDeltas(in: chunk, at: &offset) }
            guard let piece = splitter.next(in: chunk, at: &offset) else { break }
            switch piece {
            case .inChunk(let range): take(whole: chunk.extracting(range))
            case .joined(let bytes): take(whole: bytes.span)
            }
        }
        presenter.page.flush()
    }

    /// One file has ended, and with it what it holds of a value.
    mutating func endFile() {
        if case .joined(let bytes)? = splitter.end(), failure == nil { take(whole: bytes.span) }
    }

    /// The input has ended.
    mutating func finish() {
        endFile()
        for item in story.end() { presenter.show(item) }
        presenter.page.flush()
    }
}

extension Renderer {
    private mutating func takeDeltas(in chunk: Bytes, at offset: inout Int) {}

    private mutating func take(whole bytes: Bytes) {
        do throws(EventReader.Fault) {
            for event in try EventReader.events(in: bytes) {
                for item in story.take(event) { presenter.show(item) }
            }
        } catch {
            unreadableCount += 1
            let excerpt = String(decoding: (0..<min(bytes.count, 400)).map { bytes[$0] }, as: UTF8.self)
            let unreadable = Unreadable(line: splitter.place.line, reason: error.reason, excerpt: excerpt)
            for item in story.take(unreadable) { presenter.show(item) }
            guard options.badLines == .fail else { return }
            failure = Failure(.badInput, at: "line \(unreadable.line)", unreadable.reason)
        }
    }
}
