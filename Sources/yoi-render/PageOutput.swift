internal import Glibc
internal import Shared

/// Where the page goes: standard output, and what else ends the program from outside, at any time.
///
/// A class, because the page writes to it while the loop asks it.
final class PageOutput {
    private let loop: EventLoop
    /// Why nothing more can or shall be written.
    private var stop: Stop?
    /// Whether the program ends by SIGINT when the input has ended.
    private var isInterrupted = false
    /// Whether the input is a pipe: the first Ctrl-C reaches its writer, too, and what that still says is to be read.
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
    /// Whether nothing more can or shall be written.
    var isOver: Bool { stop != nil }

    /// The page, as standard output and the environment want it.
    func page(_ options: RenderOptions) throws(Failure) -> Page {
        let isUTF8 = try Charset.isUTF8(.process)
        let lines = LineBreaker(
            palette: Palette(isColored: isColored), isASCII: options.isASCII || !isUTF8,
            isInWorkflow: try Environment.process.value(of: "GITHUB_ACTIONS") == "true")
        return Page(
            out: OutputBuffer { self.write($0) }, lines: lines, isTerminal: isTerminal, clock: options.clock,
            hasTimes: options.hasTimeColumn, width: options.lineWidth(terminal: width))
    }

    /// Cells of the terminal's lines, at this time; `nil` where there is no terminal.
    var width: Int? {
        guard isTerminal else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Waits until there is something to read, or until a time.
    ///
    /// - Returns: whether there is something to read; nor is there when the program is to end: see ``isOver``.
    func wait(for input: Int32, until time: Instant?) -> Bool {
        drains = Self.isPipe(input)
        var isReady = false
        attempt { () throws(Stop) in
            isReady = try loop.wait(for: [pollfd(fd: input, events: Int16(POLLIN), revents: 0)], until: time)
        }
        return isReady
    }

    /// Whether the program is to end, without waiting.
    func notesStop() -> Bool {
        attempt { () throws(Stop) in _ = try loop.wait(until: .now) }
        return isOver
    }

    /// How the program ends if it is ended from outside; `nil` if it is not.
    func ending() throws(Failure) -> Ending? {
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
    /// Leaves no colour and no half line to the shell's prompt, if the terminal takes it without waiting.
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

    /// Writes all of it, unless a signal or the reader's end comes first.
    private func write(_ bytes: Bytes) {
        guard !isOver else { return }
        loop.output.append(bytes)
        if bytes.count > 0 { isAtLineStart = bytes[bytes.count - 1] == 0x0A }
        while !isOver, loop.output.pending > 0 { attempt { () throws(Stop) in try loop.flush() } }
    }

    /// Notes what ends the program, but for the first Ctrl-C while a pipe is read.
    private func attempt(_ work: () throws(Stop) -> Void) {
        do throws(Stop) {
            try work()
        } catch .signal(SIGINT) where drains && !isInterrupted {
            isInterrupted = true
        } catch {
            stop = error
        }
    }
}
