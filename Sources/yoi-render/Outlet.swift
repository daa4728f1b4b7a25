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

    init() throws(Failure) { signals = try SignalPipe() }
}

extension Outlet {
    /// Whether nothing more can or shall be written.
    var isOver: Bool { error != nil || isStopped }

    /// The page, as standard output and the environment want it.
    func page(_ options: RenderOptions) throws(Failure) -> Page {
        let isColored = try options.color.decide(environment: .process, isTerminal: output.isTerminal)
        let isUTF8 = try Charset.isUTF8(.process)
        return Page(
            out: OutputBuffer { self.write($0) }, palette: Palette(isColored: isColored),
            isASCII: options.isASCII || !isUTF8, isTerminal: output.isTerminal,
            width: options.lineWidth(terminal: output.isTerminal ? Self.terminalWidth : nil))
    }

    /// Waits until there is something to read.
    ///
    /// - Returns: false when the program is to end instead.
    func wait(for input: Int32) -> Bool {
        while !isOver {
            var entries = [
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
                pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output.pollDescriptor, events: 0, revents: 0),
            ]
            _ = poll(&entries, 3, -1)
            takeSignals(drains: Self.isPipe(input))
            if Output.saysReaderGone(entries[2].revents) { error = .readerGone }
            if entries[0].revents != 0 { return !isOver }
        }
        return false
    }

    /// Acts on signals: the first Ctrl-C reaches the writer of our pipe, too, and what it still says is to be read.
    ///
    /// - Parameter drains: whether the input is such a pipe.
    func takeSignals(drains: Bool) {
        while let number = signals.received() {
            isStopped = isStopped || signal != nil || number != SIGINT || !drains
            signal = number
        }
    }

    /// How the program ends if it is ended from outside; `nil` if it is not.
    func ending() throws(Failure) -> Ending? {
        if let signal { return .signal(signal) }
        guard let error else { return nil }
        if let failure = error.failure { throw failure }
        return .status(error.status)
    }
}

extension Outlet {
    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
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
        // A first Ctrl-C does not interrupt what is being written.
        takeSignals(drains: true)
    }
}
