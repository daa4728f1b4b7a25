internal import Glibc
internal import Shared

/// Reads, renders and writes: the one place that waits.
struct RenderLoop: ~Copyable {
    /// Bytes of one read.
    private static let chunkSize = 128 << 10
    /// Milliseconds without input after which nothing is held back any longer.
    private static let patience: Int32 = 100

    private let options: RenderOptions
    private let outlet: Outlet
    private var renderer: Renderer
    private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 8)

    private init(_ options: RenderOptions, outlet: Outlet, page: consuming Page) {
        self.options = options
        self.outlet = outlet
        renderer = Renderer(options, page: page)
    }

    deinit { chunk.deallocate() }
}

extension RenderLoop {
    static func run(_ options: RenderOptions) throws(Failure) -> Ending {
        let outlet = try Outlet(color: options.color)
        var loop = RenderLoop(options, outlet: outlet, page: try outlet.page(options))
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
    private var isOver: Bool { outlet.isOver || renderer.failure != nil }

    private mutating func read(_ path: String) throws(Failure) {
        var input: Input
        do throws(Failure) {
            input = try Input(path: path)
        } catch {
            // A FIFO that nobody writes to is left by Ctrl-C, too.
            outlet.takeSignals()
            guard outlet.isOver else { throw error }
            return
        }
        guard !input.isTerminal || options.files.count > 1 else {
            throw Failure(
                .usage, "nothing to render: standard input is a terminal",
                advice: "write yoi-events | yoi-render, or name a FILE (see --help)")
        }
        if options.files.count > 1 { renderer.source = input.name }
        let isLive = !input.isRegularFile
        while !isOver {
            let rest = renderer.deadline.map { Int32(clamping: max(0, $0 - Self.uptime)) } ?? -1
            let isHolding = renderer.isHolding
            switch outlet.wait(for: input.descriptor, atMost: isHolding ? Self.patience : isLive ? rest : -1) {
            case .end: return
            case .nothing:
                if isHolding { renderer.release() }
                renderer.tick(Self.uptime)
                continue
            case .input: break
            }
            let count = try input.read(into: chunk)
            if count == 0 { break }
            if options.width == nil, let width = outlet.width { renderer.fit(options.lineWidth(terminal: width)) }
            // What was recorded long ago did not happen now.
            let now = isLive && options.showsTimestamps ? Self.now : nil
            if isLive { renderer.noteTime(Self.uptime) }
            renderer.take(UnsafeRawBufferPointer(rebasing: chunk[..<count]).bindMemory(to: UInt8.self).span, at: now)
            report()
        }
        if !isOver { renderer.endFile() }
    }

    private mutating func report() {
        let complaints = renderer.takeComplaints()
        if complaints.isEmpty { return }
        renderer.endLine()
        for complaint in complaints { messages.failure(Diagnostic(complaint)) }
    }

    private var messages: Messages { Messages(program: RenderCommand.table.program, level: options.level) }

    /// Milliseconds since 1970.
    private static var now: Int64 { milliseconds(CLOCK_REALTIME) }

    /// Milliseconds on a clock that does not jump.
    private static var uptime: Int64 { milliseconds(CLOCK_MONOTONIC) }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    private consuming func finish() throws(Failure) -> Ending {
        renderer.finish()
        report()
        if let ending = try outlet.ending() { return ending }
        if let failure = renderer.failure { throw failure }
        if renderer.invalidCount > 0 {
            let isOne = renderer.invalidCount == 1
            let count =
                isOne ? "1 piece of input was no event" : "\(renderer.invalidCount) pieces of input were no events"
            messages.notice(Diagnostic("\(count), the first at \(renderer.firstInvalid)"))
        }
        return .status(options.reportsRunResult ? renderer.exitStatus : .success)
    }
}
