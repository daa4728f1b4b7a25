internal import Shared

/// Turns events into lines and knows when enough has been printed.
struct Printer {
    private let writer: LineWriter
    private let lineLimit: Int?
    private let lastNames: Set<String>
    private let stopsWhenIdle: Bool
    private let watchesRuns: Bool
    private var runs = RunState()
    private var lines = 0

    init(_ options: Options, target: Target) {
        writer = LineWriter(envelopesFor: options.printsEnvelopes ? target : nil)
        lineLimit = options.count
        lastNames = Set(options.until)
        stopsWhenIdle = options.stopsWhenIdle
        watchesRuns = options.stopsWhenIdle || options.reportsRunResult
    }
}

extension Printer {
    /// What `--exit-status` makes of the runs so far.
    var runStatus: ExitStatus { runs.exitStatus }

    /// Prints an event made from the transcript, or an `error` event of ours: it tells nothing about a run.
    ///
    /// An `error` event of ours is a remark on the stream, not a part of it. It is neither counted nor waited for, or
    /// `-n 1` would be content with the news that there is no Backend.
    mutating func print(_ event: LocalEvent, on loop: EventLoop) throws(Stop) {
        loop.append { writer.append(event, to: &$0) }
        if event.name == "error" { return }
        try count(isLast: lastNames.contains(event.name))
    }

    /// Prints a Worker's event.
    mutating func print(_ envelope: ObservationFrame.Envelope, of message: Bytes, on loop: EventLoop) throws(Stop) {
        loop.append { writer.append(envelope, of: message, to: &$0) }
        let isNamed = !lastNames.isEmpty && lastNames.contains(message.string(envelope.name))
        let isRunOver = watchesRuns && note(envelope, of: message)
        try count(isLast: isNamed || isRunOver && stopsWhenIdle)
    }

    private mutating func count(isLast: Bool) throws(Stop) {
        lines += 1
        if isLast || lines == lineLimit { throw .complete }
    }

    /// Only the few events that tell about runs are decoded.
    private mutating func note(_ envelope: ObservationFrame.Envelope, of message: Bytes) -> Bool {
        guard RunState.eventNames.contains(where: { message.string(envelope.name, is: $0) }) else { return false }
        let payload = message.extracting(envelope.payload).withUnsafeBufferPointer(Array.init)
        guard let json = try? JSON(payload), let event = try? Event(json: json) else { return false }
        return runs.note(event).isSettled
    }
}
