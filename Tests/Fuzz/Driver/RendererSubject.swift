@testable import Shared

/// The renderer: no input may bring a control character to the terminal.
enum RendererSubject {
    static func take(_ input: [UInt8], choice: Int) {
        let styles: [RenderOptions.StyleName] = [.full, .compact, .text, .markdown]
        var options = RenderOptions()
        options.style = styles[choice % 4]
        options.thinking = choice & 4 == 0 ? .hide : .show
        options.tools = choice & 8 == 0 ? .short : .full
        let output = Output()
        let lines = LineBreaker(palette: Palette(isColored: false), isASCII: choice & 16 != 0, isInWorkflow: false)
        let page = Page(
            out: OutputBuffer(capacity: 1 << 12) { output.append($0) }, lines: lines, isTerminal: choice & 32 != 0,
            clock: options.clock, hasTimes: options.hasTimeColumn, width: choice & 64 == 0 ? 80 : 20)
        var renderer = Renderer(options, page: page)
        for piece in Subject.pieces(of: input, by: choice / 4) {
            let chunk = Array(piece)
            renderer.take(chunk.span, at: nil)
        }
        renderer.finish()
        guard let text = String(validating: output.bytes, as: UTF8.self) else { fatalError("not UTF-8") }
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars where scalar != "\n" && scalar != "\t" {
            precondition(!VisibleText.isUnsafe(scalar), "U+\(String(scalar.value, radix: 16)) in the output")
        }
    }

    private final class Output {
        private(set) var bytes: [UInt8] = []

        func append(_ more: Bytes) { more.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
    }
}
