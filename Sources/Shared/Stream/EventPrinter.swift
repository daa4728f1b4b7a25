/// Turns events into lines, for one Worker's stream or many, and knows when enough has been printed.
package struct EventPrinter: Sendable {
    /// Lines for standard output, until ``take(into:)``.
    package var bytes: [UInt8] = []
    /// Whether everything that was asked for has been printed; nothing is printed after that.
    package private(set) var isComplete: Bool
    /// The cursors of printed lines, in their order; empty unless the options ask for them.
    package var cursors: [PrintedCursor] = []
    /// Whether ``events`` are kept.
    package var keepsEvents = false
    /// All events except errors of our own, decoded, whether printed or not.
    package var events: [Event] = []
    /// The names of the events to print, without errors of our own; nil for all.
    package var selection: Set<String>?
    /// How often standard output had accepted everything.
    private(set) var flushes = 0
    /// When the following lines arrived, in RFC 3339, for envelopes.
    package var receivedAt: [UInt8] = []
    /// How many events were new, printed or not: neither repeats nor snapshots.
    private(set) var newsCount = 0
    /// Whether there may be Workers that have not been added yet and may be busy.
    package var awaitsWorkers = false
    /// The stream that prints.
    private var source = 0
    private var sources: [Source] = []
    private let options: Options
    /// How many bytes were taken.
    private var taken = 0
    private var count = 0
    private var busySources = 0
    /// How many streams have not delivered anything yet: their Workers may be busy.
    private var silentSources = 0
    /// Whether any Worker's run has ended since the beginning.
    private var hasSettled = false

    /// - Parameter options: What to print, and when to stop.
    package init(_ options: Options) {
        self.options = options
        isComplete = options.maxCount == 0
    }

    /// What to print, and when to stop.
    package struct Options: Sendable {
        /// The program, for `error` events of our own.
        package var origin: ErrorOrigin
        /// Whether lines are `{"cursor","runtime_id","worker_id","received_at","payload"}`.
        package var printsEnvelopes = false
        /// Stop after so many lines.
        package var maxCount: Int?
        /// Stop after an event with one of these names.
        package var lastNames: Set<String> = []
        /// Stop when no Worker has a run any more.
        package var stopsWhenIdle = false
        /// Whether to keep track of runs.
        package var watchesRuns = false
        /// Whether ``EventPrinter/cursors`` are kept.
        package var keepsCursors = false

        package init(origin: ErrorOrigin) { self.origin = origin }

        /// Whether there is something to wait for.
        package var isWaiting: Bool { maxCount != nil || !lastNames.isEmpty || stopsWhenIdle }
    }
}

/// A cursor whose line was printed.
package struct PrintedCursor: Hashable, Sendable {
    /// Where the line ends, in bytes since the program began to print.
    package let end: Int
    /// The number of the stream.
    package let source: Int
    package let cursor: EventCursor
}

extension EventPrinter {
    /// One Worker's stream.
    private struct Source {
        let envelope: EnvelopeTemplate?
        var runs = RunState()
        var isBusy = false
        var isSilent: Bool
    }

    /// The constant part of a line's envelope, after the cursor: `,"runtime_id":…,"worker_id":…,"received_at":"`.
    private struct EnvelopeTemplate {
        let middle: [UInt8]

        init(_ runtimeID: String?, _ workerID: String?) {
            var writer = JSONWriter()
            writer.object {
                for (name, id) in [("runtime_id", runtimeID), ("worker_id", workerID)] {
                    $0.key(name)
                    if let id { $0.string(id) } else { $0.null() }
                }
                $0.key("received_at")
            }
            middle = [UInt8(ascii: ",")] + writer.bytes.dropFirst().dropLast() + [UInt8(ascii: "\"")]
        }
    }

    /// Adds a stream.
    ///
    /// - Parameter worker: Its Worker, without a Runtime if it was not found; nil for errors of our own that are not about
    ///   one Worker.
    /// - Returns: its number.
    package mutating func add(_ worker: WorkerReference?) -> Int {
        if worker != nil { silentSources += 1 }
        sources.append(
            Source(
                envelope: options.printsEnvelopes ? EnvelopeTemplate(worker?.runtimeID, worker?.worker) : nil,
                isSilent: worker != nil))
        return sources.count - 1
    }

    /// Adds a stream, and returns its number.
    package mutating func add(_ target: Target) -> Int {
        add(WorkerReference(runtimeID: target.runtimeID, worker: target.workerID))
    }

    /// A stream's first message has come, which may show a run.
    package mutating func hear(_ source: Int) {
        guard sources[source].isSilent else { return }
        sources[source].isSilent = false
        silentSources -= 1
    }

    /// A stream has ended: its Worker is no longer waited for.
    package mutating func end(_ source: Int) {
        hear(source)
        if sources[source].isBusy {
            sources[source].isBusy = false
            busySources -= 1
        }
        stopIfIdle()
    }

    /// Stops if all Workers are idle and that was asked for.
    package mutating func stopIfIdle() {
        guard options.stopsWhenIdle, hasSettled, !awaitsWorkers else { return }
        if busySources == 0, silentSources == 0 { isComplete = true }
    }

    /// Counts events that say something new.
    mutating func countNews(_ count: Int = 1) { newsCount &+= count }

    /// Selects the stream that prints what follows.
    package mutating func select(_ source: Int) { self.source = source }

    /// The program that prints.
    package var origin: ErrorOrigin { options.origin }

    /// Whether the printed lines' cursors are kept.
    var keepsCursors: Bool { options.keepsCursors }

    /// Whether lines are envelopes.
    var printsEnvelopes: Bool { options.printsEnvelopes }

    /// Standard output has taken everything.
    package mutating func noteFlush() { flushes &+= 1 }

    /// Bytes of all lines since the beginning.
    package var total: Int { taken + bytes.count }

    /// The state of a stream's runs.
    package func runs(of source: Int) -> RunState { sources[source].runs }

    /// The result of `--exit-status` for all Workers: the worst of those that had a run.
    package var runStatus: ExitStatus {
        sources.lazy.map(\.runs).filter(\.hasRun).map(\.exitStatus).max() ?? .incomplete
    }

    /// Whether there is a condition to stop that has not been met.
    package var isWaiting: Bool { options.isWaiting && !isComplete }

    /// Continues after it was complete, until no Worker has a run again.
    package mutating func goOn() { (isComplete, hasSettled) = (false, false) }

    /// Moves the lines to the output.
    package mutating func take(into output: inout Output) {
        taken += bytes.count
        output.take(&bytes)
    }
}

extension EventPrinter {
    /// Prints a Worker's event byte for byte; only line breaks between its tokens become spaces.
    ///
    /// - Parameters:
    ///   - payload: Where the event is in the message.
    ///   - name: Where its name is in the message.
    ///   - isOneLine: Whether it is known to contain no line breaks.
    ///   - cursor: Its cursor and where that is in the message, on the API that has cursors.
    package mutating func print(
        _ message: Bytes, payload: Range<Int>, name: JSONStringRange, isOneLine: Bool = false,
        cursor: (place: JSONStringRange, value: EventCursor?)? = nil
    ) {
        guard !isComplete else { return }
        if let selection, !selection.contains(message.string(name)) { return note(message, payload, name) }
        begin(message, cursor: cursor?.place.contents)
        let start = bytes.count
        bytes.append(message.extracting(payload))
        if !isOneLine { bytes.joinLines(from: start) }
        end()
        if let cursor = cursor?.value, options.keepsCursors {
            cursors.append(PrintedCursor(end: total, source: source, cursor: cursor))
        }
        let isLast = !options.lastNames.isEmpty && options.lastNames.contains(message.string(name))
        if options.watchesRuns || keepsEvents { note(message, payload, name) }
        countLine(isLast: isLast)
    }

    /// Prints an event from a transcript.
    package mutating func print(_ event: LocalEvent) {
        guard !isComplete, selection?.contains(event.name) ?? true else { return }
        append(event)
        countLine(isLast: options.lastNames.contains(event.name))
    }

    /// Prints an `error` event of our own.
    ///
    /// It is not part of the stream, so it is neither counted nor waited for: `-n 1` must not stop at the news that
    /// there is no Backend.
    ///
    /// - Returns: whether it was printed; not if only some events are selected.
    @discardableResult
    package mutating func report(_ kind: ErrorKind, _ message: String) -> Bool {
        guard !isComplete, selection == nil else { return false }
        append(LocalEvent.error(kind: kind, origin: options.origin, message))
        return true
    }

    /// Prints a line made by ``ProtocolSocket``: an event as the Worker would have sent it, or an `error` event of our
    /// own.
    package mutating func print(line: [UInt8]) {
        guard !isComplete else { return }
        let json = try? JSON(line)
        let isSelected = selection.map { selection in json?["event"]?.string.map(selection.contains) ?? false } ?? true
        if isSelected {
            begin()
            bytes += line
            end()
        }
        guard let json, let event = try? Event(json: json) else { return }
        note(event)
        guard isSelected else { return }
        if case .error(let error) = event, error.origin != nil { return }
        countLine(isLast: json["event"]?.string.map(options.lastNames.contains) ?? false)
    }
}

extension EventPrinter {
    private mutating func append(_ event: LocalEvent) {
        begin()
        bytes += event.line
        end()
    }

    /// - Parameter cursor: Its position in the message, without the quotes; nil for none.
    private mutating func begin(_ message: Bytes = Bytes(), cursor: Range<Int>? = nil) {
        guard options.printsEnvelopes, let envelope = sources[source].envelope else { return }
        bytes += #"{"cursor":"#.utf8
        if let cursor {
            bytes.append(UInt8(ascii: "\""))
            bytes.append(message.extracting(cursor))
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes += "null".utf8
        }
        bytes += envelope.middle
        bytes += receivedAt
        bytes += #"","payload":"#.utf8
    }

    private mutating func end() {
        if options.printsEnvelopes { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func countLine(isLast: Bool) {
        count += 1
        if isLast || count == options.maxCount { isComplete = true }
    }

    /// Only the few events about runs are decoded, unless all are wanted.
    private mutating func note(_ message: Bytes, _ payload: Range<Int>, _ name: JSONStringRange) {
        guard keepsEvents || RunState.isConcerned(by: name, in: message) else { return }
        let copy = message.extracting(payload).withUnsafeBufferPointer(Array.init)
        guard let json = try? JSON(copy), let event = try? Event(json: json) else { return }
        note(event)
    }

    private mutating func note(_ event: Event) {
        if keepsEvents { events.append(event) }
        guard options.watchesRuns else { return }
        let isSettled = sources[source].runs.note(event).isSettled
        let isBusy = sources[source].runs.isBusy
        if isBusy != sources[source].isBusy {
            sources[source].isBusy = isBusy
            busySources += isBusy ? 1 : -1
        }
        if isSettled { hasSettled = true }
        stopIfIdle()
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ bytes: Bytes) { bytes.withUnsafeBufferPointer { append(contentsOf: $0) } }
}
