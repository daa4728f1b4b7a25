internal import Shared

/// Reads, renders and writes.
struct RenderLoop: ~Copyable {
    /// Size of a read, in bytes.
    private static let chunkSize = 128 << 10
    /// Time without input after which nothing is held any longer.
    private static let maxHold = Duration.milliseconds(100)

    private let options: RenderOptions
    private let output: PageOutput
    private var renderer: Renderer
    private let start = Instant.now
    private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 8)

    private init(_ options: RenderOptions, output: PageOutput, page: consuming Page) {
        self.options = options
        self.output = output
        renderer = Renderer(options, page: page)
    }

    deinit { chunk.deallocate() }
}

extension RenderLoop {
    static func run(_ options: RenderOptions) throws(Failure) -> ProgramEnding {
        let output = try PageOutput(color: options.color)
        var loop = RenderLoop(options, output: output, page: try output.page(options))
        do throws(Failure) {
            for path in options.files.isEmpty ? ["-"] : options.files where !loop.isOver { try loop.read(path) }
        } catch {
            loop.renderer.finish()
            throw error
        }
        return try loop.finish()
    }
}

extension RenderLoop {
    private var isOver: Bool { output.isOver || renderer.failure != nil }

    private mutating func read(_ path: String) throws(Failure) {
        var input: Input
        do throws(Failure) {
            input = try Input(path: path)
        } catch {
            // Ctrl-C also interrupts opening a FIFO that has no writer.
            if output.notesStop() { return }
            throw error
        }
        guard !input.isTerminal || options.files.count > 1 else {
            throw Failure(
                .usage, "nothing to render: standard input is a terminal",
                advice: "write yoi-events | yoi-render, or name a FILE (see --help)")
        }
        renderer.beginFile(options.files.count > 1 ? input.name : nil)
        let isLive = !input.isRegularFile
        while !isOver {
            let holdEnd = renderer.isHolding ? uptime + Self.maxHold : nil
            let end = [holdEnd, renderer.deadline].compactMap(\.self).min()
            guard output.wait(for: input.descriptor, until: end.map { start + $0 }) else {
                if let holdEnd, uptime >= holdEnd { renderer.release() }
                renderer.tick(uptime)
                continue
            }
            let count = try input.read(into: chunk)
            if count == 0 { break }
            if options.width == nil, let width = output.width { renderer.fit(options.lineWidth(terminal: width)) }
            // The time of reading says nothing about a recording.
            let now = isLive && options.showsTimestamps ? WallClock.milliseconds : nil
            if isLive { renderer.noteTime(uptime) }
            renderer.take(UnsafeRawBufferPointer(rebasing: chunk[..<count]).bindMemory(to: UInt8.self).span, at: now)
            report()
        }
        if !isOver { renderer.endFile() }
    }

    /// Since the program began.
    private var uptime: Duration { start.duration(to: .now) }

    private mutating func report() {
        let complaints = renderer.takeComplaints()
        if complaints.isEmpty { return }
        renderer.endLine()
        for complaint in complaints { messages.failure(Diagnostic(VisibleForm.of(complaint))) }
    }

    private var messages: Messages { Messages(program: RenderCommand.table.program, level: options.level) }

    private consuming func finish() throws(Failure) -> ProgramEnding {
        renderer.finish()
        report()
        if let ending = try output.ending() { return ending }
        if let failure = renderer.failure { throw failure }
        if renderer.invalidCount > 0 {
            let isOne = renderer.invalidCount == 1
            let count =
                isOne ? "1 piece of input was not an event" : "\(renderer.invalidCount) pieces of input were not events"
            messages.notice(Diagnostic("\(count), the first at \(renderer.firstInvalid)"))
        }
        for name in renderer.missingWorkers {
            messages.notice(Diagnostic("there is no Worker '\(VisibleForm.of(name))' in the input"))
        }
        return .status(options.reportsRunResult ? renderer.exitStatus : .success)
    }
}
