import Shared

@testable import yoi_render

/// Renders in this process, as the program does.
enum Rendering {
    /// - Parameters:
    ///   - arguments: the command line.
    ///   - sizes: bytes of the reads, one after the other, the last one repeated.
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
        guard case .run(let options) = try RenderCommand.table.parse(arguments, environment: Environment()) else {
            return []
        }
        let collector = Collector()
        let lines = LineBreaker(palette: Palette(isColored: isColored), isASCII: options.isASCII, isInWorkflow: false)
        let page = Page(
            out: OutputBuffer(capacity: 1 << 12) { collector.append($0) }, lines: lines, isTerminal: false,
            clock: options.clock, hasTimes: options.hasTimeColumn, width: options.lineWidth(terminal: 80))
        var renderer = Renderer(options, page: page)
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
}

/// Keeps what is written.
final class Collector {
    private(set) var bytes: [UInt8] = []

    func append(_ more: Bytes) { more.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
}
