internal import Glibc
internal import Shared

/// The page's way to standard output, and whatever ends the program from outside.
///
/// A class, because both the page and the loop use it.
final class PageOutput {
    private let loop: EventLoop
    /// Why nothing more can or should be written.
    private var stop: StopReason?
    /// Whether the program ends by SIGINT once the input has ended.
    private var isInterrupted = false
    /// Whether the input is a pipe: the first Ctrl-C also reaches its writer, whose last words are still read.
    private var drains = false
    private let isTerminal: Bool
    private let isColored: Bool
    /// Whether the last byte ended a line.
    private var isAtLineStart = true

    init(color: ColorChoice) throws(Failure) {
        loop = try EventLoop(output: Output(descriptor: STDOUT_FILENO))
        isTerminal = loop.output.isTerminal
        isColored = try color.decide(environment: .process, isTerminal: isTerminal)
    }
}

extension PageOutput {
    /// Whether nothing more can or should be written.
    var isOver: Bool { stop != nil }

    /// The page, set up for standard output and the environment.
    func page(_ options: RenderOptions) throws(Failure) -> Page {
        let isUTF8 = try Charset.isUTF8(.process)
        let lines = LineBreaker(
            palette: Palette(isColored: isColored), isASCII: options.isASCII || !isUTF8,
            isInWorkflow: try Environment.process.value(of: "GITHUB_ACTIONS") == "true")
        return Page(
            out: OutputBuffer { self.write($0) }, lines: lines, isTerminal: isTerminal, clock: options.clock,
            hasTimes: options.hasTimeColumn, width: options.lineWidth(terminal: width))
    }

    /// The terminal's current width in cells; `nil` without a terminal.
    var width: Int? {
        guard isTerminal else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Waits for input until a point in time.
    ///
    /// - Returns: whether there is something to read; false also if the program is to end: see ``isOver``.
    func wait(for input: Int32, until time: Instant?) -> Bool {
        drains = Self.isPipe(input)
        var isReady = false
        attempt { () throws(StopReason) in
            isReady = try loop.wait(for: [pollfd(fd: input, events: Int16(POLLIN), revents: 0)], until: time)
        }
        return isReady
    }

    /// Checks, without waiting, whether the program is to end.
    func notesStop() -> Bool {
        attempt { () throws(StopReason) in _ = try loop.wait(until: .now) }
        return isOver
    }

    /// How the program ends if something outside ended it; `nil` if nothing did.
    func ending() throws(Failure) -> ProgramEnding? {
        switch stop {
        case .signal(let number):
            leaveTerminal()
            return .signal(number)
        case .failed(let failure): throw failure
        case .readerGone, .timeLimit: return .status(.success)
        case nil: return isInterrupted ? .signal(SIGINT) : nil
        }
    }
}

extension PageOutput {
    /// Resets the color and ends an open line before the shell's prompt, if the terminal takes that without waiting.
    private func leaveTerminal() {
        var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        guard isTerminal, poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else { return }
        let rest = (isColored ? "\u{1B}[0m" : "") + (isAtLineStart && loop.output.pending == 0 ? "" : "\n")
        _ = Glibc.write(STDOUT_FILENO, rest, rest.utf8.count)
    }

    private static func isPipe(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
    }

    /// Writes everything, unless a signal comes or the reader goes away first.
    private func write(_ bytes: Bytes) {
        guard !isOver else { return }
        loop.output.append(bytes)
        if bytes.count > 0 { isAtLineStart = bytes[bytes.count - 1] == 0x0A }
        while !isOver, loop.output.pending > 0 { attempt { () throws(StopReason) in try loop.flush() } }
    }

    /// Notes what ends the program, except for the first Ctrl-C while a pipe is read.
    private func attempt(_ work: () throws(StopReason) -> Void) {
        do throws(StopReason) {
            try work()
        } catch .signal(SIGINT) where drains && !isInterrupted {
            isInterrupted = true
        } catch {
            stop = error
        }
    }
}
