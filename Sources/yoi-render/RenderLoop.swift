internal import Glibc
internal import Shared

/// Reads, renders and writes: the one place that waits.
enum RenderLoop {
    /// Bytes of one read.
    private static let chunkSize = 128 << 10

    static func run(_ options: RenderOptions) throws(Failure) -> Ending {
        let sink = Sink(Output(descriptor: STDOUT_FILENO))
        let isTerminal = sink.output.isTerminal
        let palette = Palette(isColored: try options.color.decide(environment: .process, isTerminal: isTerminal))
        let isUTF8 = try Charset.isUTF8(.process)
        let page = Page(
            out: OutputBuffer { sink.write($0) }, palette: palette, isASCII: options.isASCII || !isUTF8,
            width: options.width ?? (isTerminal ? terminalWidth() : 120))
        var renderer = Renderer(options, page: page)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 8)
        defer { buffer.deallocate() }
        for path in options.files.isEmpty ? ["-"] : options.files {
            var input = try Input(path: path)
            while sink.error == nil, renderer.failure == nil {
                let count = try input.read(into: buffer)
                if count == 0 { break }
                renderer.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bindMemory(to: UInt8.self).span)
            }
            renderer.endFile()
        }
        renderer.finish()
        if let error = sink.error {
            if let failure = error.failure { throw failure }
            return .status(error.status)
        }
        if let failure = renderer.failure { throw failure }
        return .status(options.judgesExit ? renderer.verdict.status : .success)
    }
}

extension RenderLoop {
    private static func terminalWidth() -> Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Standard output, and what went wrong with it.
    private final class Sink {
        var output: Output
        private(set) var error: OutputError?

        init(_ output: consuming Output) { self.output = output }

        func write(_ bytes: Bytes) {
            guard error == nil else { return }
            output.append(bytes)
            do throws(OutputError) {
                try output.flush()
            } catch {
                self.error = error
            }
        }
    }
}

extension RunTracker.Verdict {
    var status: ExitStatus {
        switch self {
        case .none: .incomplete
        case .finished: .success
        case .unfinished: .negative
        }
    }
}
