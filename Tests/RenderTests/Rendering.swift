import Shared

@testable import yoi_render

/// Renders in this process, as the program does.
enum Rendering {
    /// - Parameters:
    ///   - arguments: the command line.
    ///   - sizes: sizes of the reads in bytes, the last one repeated.
    static func of(
        _ input: [UInt8], _ arguments: [String] = [], isColored: Bool = false,
        sizes: [Int] = [1 << 17], now: Int64? = nil
    ) throws -> String {
        String(
            decoding: try bytes(
                of: input, arguments, isColored: isColored, sizes: sizes, now: now),
            as: UTF8.self)
    }

    static func of(_ input: String, _ arguments: [String] = [], sizes: [Int] = [1 << 17]) throws -> String {
        try of(Array(input.utf8), arguments, sizes: sizes)
    }

    static func bytes(
        of input: [UInt8], _ arguments: [String] = [], isColored: Bool = false,
        sizes: [Int] = [1 << 17], now: Int64? = nil
    ) throws -> [UInt8] {
        let collector = Collector()
        var renderer = try renderer(arguments, isColored: isColored, into: collector)
        var rest = input[...]
        var sizes = sizes[...]
        while let size = sizes.first, !rest.isEmpty {
            if sizes.count > 1 { sizes.removeFirst() }
            let chunk = Array(rest.prefix(size))
            renderer.take(chunk.span, at: now)
            rest = rest.dropFirst(size)
        }
        renderer.finish()
        return collector.bytes
    }

    /// A rendering in progress.
    static func live(_ arguments: [String] = []) throws -> LiveRendering {
        let collector = Collector()
        return LiveRendering(renderer: try renderer(arguments, isColored: false, into: collector), collector: collector)
    }

    private static func renderer(
        _ arguments: [String], isColored: Bool, into collector: Collector
    ) throws -> Renderer {
        var options = RenderOptions()
        if case .run(let parsed) = try RenderCommand.table.parse(arguments, environment: Environment()) {
            options = parsed
        }
        let lines = LineBreaker(palette: Palette(isColored: isColored), isASCII: options.isASCII, isInWorkflow: false)
        let page = Page(
            out: OutputBuffer(capacity: 1 << 12) { collector.append($0) }, lines: lines, isTerminal: false,
            clock: options.clock, hasTimes: options.hasTimeColumn, width: options.lineWidth(terminal: 80))
        return Renderer(options, page: page)
    }
}

/// A rendering whose input arrives in pieces; times are milliseconds since its beginning.
struct LiveRendering: ~Copyable {
    fileprivate var renderer: Renderer
    fileprivate let collector: Collector
    /// The output so far.
    var output: String { String(decoding: collector.bytes, as: UTF8.self) }
    var deadline: Int? { renderer.deadline?.millisecondsRoundedUp }
    var isHolding: Bool { renderer.isHolding }

    mutating func take(_ bytes: [UInt8], at time: Int) {
        renderer.noteTime(.milliseconds(time))
        renderer.take(bytes.span)
    }

    mutating func take(_ text: String, at time: Int) { take(Array(text.utf8), at: time) }

    mutating func tick(_ time: Int) { renderer.tick(.milliseconds(time)) }

    /// Nothing has arrived for a while.
    mutating func release() { renderer.release() }
}

/// Collects the output.
final class Collector {
    private(set) var bytes: [UInt8] = []

    func append(_ more: Bytes) { more.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
}
