internal import Shared
internal import Transport

/// Prints one Worker's stream: the transcript, then the live events, over as many connections as it takes.
struct Follower {
    let options: Options
    let target: Target
    let access: Access
    let loop: EventLoop
    let messages: Messages

    var printer: Printer
    var observation: Observation
    var reconnects: Reconnects
    /// The stream has been open once: from then on its end tells something about the run.
    var hasOpened = false

    typealias Instant = ContinuousClock.Instant

    init(
        _ options: Options, target: Target, after cursor: Cursor?, access: Access, loop: EventLoop, messages: Messages
    ) {
        self.options = options
        self.target = target
        self.access = access
        self.loop = loop
        self.messages = messages
        printer = Printer(options, target: target)
        observation = Observation(of: target, after: cursor)
        reconnects = Reconnects(options.retries, firstDelay: options.retryDelay)
    }
}

extension Follower {
    /// Prints until there is a reason to stop, then puts everything in order.
    mutating func run() throws(Failure) -> Ending {
        do throws(Stop) {
            try follow()
        } catch {
            return try finish(error)
        }
        return try finish(.complete)
    }
}

extension Follower {
    private mutating func follow() throws(Stop) {
        guard options.count != 0 else { return }
        if options.printsTranscript, observation.cursor == nil { try printTranscript() }
        guard options.follows else { return }
        while true {
            let loss = try listen()
            try recover(from: loss)
        }
    }

    /// Prints the rest, saves the cursor, and says how the program ends.
    private mutating func finish(_ stop: Stop) throws(Failure) -> Ending {
        loop.mark(observation.cursor)
        let stop = printRest(stop)
        try loop.savePlace()
        switch stop {
        case .complete: return .status(options.reportsRunResult ? printer.runStatus : .success)
        case .readerGone: return .status(.success)
        case .signal(let number): return .signal(number)
        case .timeLimit: return .status(.timedOut)
        case .failed(let failure):
            // The stream is over, and with -x the question was how its run ended.
            let isLost = [ExitStatus.unavailable, .tryLater].contains(failure.status)
            guard options.reportsRunResult, hasOpened, isLost else { throw failure }
            messages.failure(failure.diagnostic)
            return .status(printer.runStatus)
        }
    }

    /// In a hurry only what the reader takes at once is printed; else all of it, unless another reason to stop comes.
    private func printRest(_ stop: Stop) -> Stop {
        do throws(Stop) {
            switch stop {
            case .complete, .failed: try loop.flush()
            case .signal, .timeLimit: if try loop.drain() { try loop.flush() }
            case .readerGone: break
            }
            return stop
        } catch {
            // A failure is worth more than the reader's end or a time limit; a signal is obeyed.
            if case .failed = stop, case .signal = error { return error }
            if case .failed = stop { return stop }
            return error
        }
    }
}
