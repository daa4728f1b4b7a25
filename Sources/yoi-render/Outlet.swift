internal import Glibc
internal import Shared

/// Standard output and the signals: what can end the program from outside, at any time.
///
/// A class, because the page writes to it while the loop asks it.
final class Outlet {
    private var output = Output(descriptor: STDOUT_FILENO)
    private let signals: SignalPipe
    private var error: OutputError?
    /// The signal that ends the program, at once or when the input has ended.
    private var signal: Int32?
    private var isStopped = false
    /// Whether the input is a pipe: the first Ctrl-C reaches its writer, too, and what that still says is to be read.
    private var drains = false
    private let isTerminal: Bool
    private let isColored: Bool
    /// Whether the last byte ended a line.
    private var isAtLineStart = true

    init(color: ColorWish) throws(Failure) {
        signals = try SignalPipe()
        isTerminal = output.isTerminal
        isColored = try color.decide(environment: .process, isTerminal: isTerminal)
    }
}

extension Outlet {
    /// Whether nothing more can or shall be written.
    var isOver: Bool { error != nil || isStopped }

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

    enum Arrival {
        case input
        /// Nothing came in the time that was given.
        case nothing
        /// The program is to end instead.
        case end
    }

    /// Waits until there is something to read.
    ///
    /// - Parameter limit: milliseconds to wait at most; -1 for no limit.
    func wait(for input: Int32, atMost limit: Int32) -> Arrival {
        drains = Self.isPipe(input)
        while !isOver {
            var entries = [
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output.pollDescriptor, events: 0, revents: 0),
            ]
            let count = poll(&entries, 3, limit)
            takeSignals()
            if Output.saysReaderGone(entries[2].revents) { error = .readerGone }
            if entries[0].revents != 0 { return isOver ? .end : .input }
            if count == 0, !isOver { return .nothing }
        }
        return .end
    }

    func takeSignals() {
        while let number = signals.received() {
            isStopped = isStopped || signal != nil || number != SIGINT || !drains
            signal = number
        }
    }

    /// How the program ends if it is ended from outside; `nil` if it is not.
    func ending() throws(Failure) -> Ending? {
        if let signal {
            if isStopped { leaveTerminal() }
            return .signal(signal)
        }
        guard let error else { return nil }
        if let failure = error.failure { throw failure }
        return .status(error.status)
    }
}

extension Outlet {
    /// Leaves no colour and no half line to the shell's prompt, if the terminal takes it without waiting.
    private func leaveTerminal() {
        var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        guard isTerminal, poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else { return }
        let rest = (isColored ? "\u{1B}[0m" : "") + (isAtLineStart && output.pending == 0 ? "" : "\n")
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
        output.append(bytes)
        if bytes.count > 0 { isAtLineStart = bytes[bytes.count - 1] == 0x0A }
        do throws(OutputError) {
            while !isOver, try !output.drain() { waitToWrite() }
        } catch {
            self.error = error
        }
    }

    private func waitToWrite() {
        var entries = [
            pollfd(fd: output.pollDescriptor, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&entries, 2, -1)
        takeSignals()
    }
}
