/// The protocol API of August 2026: one `protocol/ws` per Worker, whose first message is a snapshot with the log.
package struct ProtocolSocket: BackendAPI {
    package private(set) var target: Target
    private var stream: ResumableStream
    private var trail = CheckpointTrail()
    /// How long the first message may take.
    private let snapshotLimit: Duration
    private var lookUp: LookUp?
    private var connection = Connection()
    /// How many connections in a row were accepted and ended without a message.
    private var emptyConnections = 0
    package private(set) var hasPrintedHistory = false

    /// The state of one connection.
    private struct Connection {
        var snapshotDeadline: Instant?
        var hasMessage = false
        /// An error of the Backend's own, after which it drops the connection.
        var complaint: String?
    }

    /// What to ask the Backend about a refusal.
    private enum LookUp {
        case worker(Disconnection)
        case workspaces(Disconnection)
    }

    /// - Parameters:
    ///   - printsHistory: Whether to print the first snapshot's log.
    ///   - origin: The program, for `error` events of our own.
    ///   - limit: How long the first message of a connection may take.
    package init(_ target: Target, printsHistory: Bool, origin: ErrorOrigin, limit: Duration) {
        self.target = target
        snapshotLimit = limit
        stream = ResumableStream(printsHistory: printsHistory, origin: origin)
    }

    /// - Parameter log: The checkpoint to resume from.
    /// - Returns: nil if it is not a checkpoint.
    package init?(_ target: Target, log: JSON, printsHistory: Bool, origin: ErrorOrigin, limit: Duration) {
        guard let stream = ResumableStream(checkpoint: log, printsHistory: printsHistory, origin: origin)
        else { return nil }
        self.target = target
        snapshotLimit = limit
        self.stream = stream
        hasPrintedHistory = true
    }
}

extension ProtocolSocket {
    package var socket: String { target.worker("protocol/ws") }

    package var checkpoint: Checkpoint? { known.map { .log($0.checkpoint) } }

    package func checkpoint(after taken: DeliveredLines) -> Checkpoint? {
        trail.stream(of: target, after: taken, now: known).map { .log($0.checkpoint) }
    }

    /// The stream, once there was a snapshot.
    private var known: ResumableStream? { hasPrintedHistory ? stream : nil }

    package var request: String? {
        switch lookUp {
        case .worker: target.worker()
        case .workspaces: target.backend.workspaces
        case nil: nil
        }
    }

    package func skipRequest() -> Bool { false }

    package mutating func opened(now: Instant) {
        connection = Connection(snapshotDeadline: now + snapshotLimit)
        stream.connectionOpened()
    }

    package var isReady: Bool { connection.hasMessage }

    package var deadline: Instant? {
        [connection.snapshotDeadline, stream.deadline].compactMap(\.self).min()
    }

    package mutating func tick(now: Instant, to printer: inout EventPrinter) -> Disconnection? {
        if let deadline = connection.snapshotDeadline, now >= deadline {
            return Disconnection(
                "no snapshot came within \(snapshotLimit)", status: .unavailable, advice: Self.advice(emptyConnections),
                report: .snapshotMissing)
        }
        beginTrail(printer)
        stream.tick(now: now) { output in
            if case .line(let line) = output { printer.print(line: line) }
        }
        return nil
    }

    package mutating func receive(_ message: Bytes, now: Instant, to printer: inout EventPrinter) -> Disconnection? {
        beginTrail(printer)
        // A snapshot itself is not news.
        var news = connection.snapshotDeadline == nil ? 0 : -1
        do throws(MessageError) {
            let event = try ProtocolMessage(message)
            if event.kind == .error, noteComplaint(message) { return nil }
            stream.receive(event, message, now: now) { output in
                news += 1
                switch output {
                case .message(let name):
                    printer.print(message, payload: 0..<message.count, name: name, isOneLine: event.isPlainDelta)
                case .line(let line): printer.print(line: line)
                }
            }
        } catch {
            if let fault = UTF8Check.fault(in: message) { return Disconnection(.fault(fault)) }
            printer.report(.badFrame, "The Backend sent a message that is not an event: \(error)")
            return nil
        }
        printer.countNews(max(news, 0))
        if connection.snapshotDeadline != nil {
            // The first message of a connection is a snapshot.
            connection.snapshotDeadline = nil
            connection.hasMessage = true
            emptyConnections = 0
            // Not everything from a later snapshot may have been printed.
            if !hasPrintedHistory || !printer.isComplete { trail.add(stream, printer) }
            hasPrintedHistory = true
        }
        guard stream.wantsNewConnection else { return nil }
        return Disconnection("a new connection shows more", status: .unavailable, next: .moveOn, report: nil)
    }

    package mutating func ended(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, to printer: inout EventPrinter
    ) -> Disconnection {
        beginTrail(printer)
        stream.connectionEnded(now: now) { output in
            if case .line(let line) = output { printer.print(line: line) }
        }
        defer { connection = Connection() }
        if let refusal { return refused(disconnection, refusal) }
        if let complaint = connection.complaint { return ended(by: complaint, disconnection) }
        guard connection.snapshotDeadline != nil, !connection.hasMessage else { return disconnection }
        emptyConnections += 1
        var ended = disconnection
        ended.report = ended.report == nil ? nil : .snapshotMissing
        ended.reason += ", before the snapshot came"
        ended.advice = Self.advice(emptyConnections) ?? ended.advice
        return ended
    }

    package mutating func receive(
        _ answer: Result<HTTPResponse, Disconnection>, to printer: inout EventPrinter
    ) -> Disconnection? {
        defer { lookUp = nil }
        switch lookUp {
        case .worker(var disconnection):
            if case .success(let response) = answer, response.status == 404 {
                disconnection.status = .notFound
                disconnection.report = .notFound
                disconnection.advice = ExitStatus.notFound.advice
                disconnection.next = .giveUp
            }
            return disconnection
        case .workspaces(var disconnection):
            if case .success(let response) = answer, let list = try? JSON(response.body) {
                disconnection.reason = Self.unknownWorkspace(target.workspace, known: list)
            }
            return disconnection
        case nil: return nil
        }
    }
}

extension ProtocolSocket {
    /// Something is about to be printed.
    @inline(__always)
    private mutating func beginTrail(_ printer: borrowing EventPrinter) {
        if trail.isDue(printer) { trail.begin(with: known, printer) }
    }

    /// Advice if connections are accepted and dropped, again and again, before the first message.
    private static func advice(_ emptyConnections: Int) -> String? {
        emptyConnections < 2
            ? nil
            : "the Worker's log may be larger than the 16 MiB that its Runtime can send: compact it, or look at the"
                + " Runtime"
    }

    /// Notes an error of the Backend's own, as opposed to the Worker's, after which it drops the connection.
    private mutating func noteComplaint(_ message: Bytes) -> Bool {
        guard let text = Self.errorMessage(in: message) else { return false }
        guard !connection.hasMessage || text.contains("observation backlog was") else { return false }
        connection.complaint = text
        return true
    }

    private static func errorMessage(in message: Bytes) -> String? {
        let copy = message.withUnsafeBufferPointer(Array.init)
        return (try? JSON(copy))?["data"]?["message"]?.string
    }

    private mutating func ended(by complaint: String, _ disconnection: Disconnection) -> Disconnection {
        if connection.hasMessage {
            return Disconnection("the Backend says: \(complaint)", status: .unavailable, next: .retryNow)
        }
        let ended = Disconnection("the Backend says: \(complaint)", status: .unavailable)
        guard complaint.hasPrefix("failed to connect runtime") else { return ended }
        lookUp = .worker(ended)
        return Disconnection("", status: .unavailable, next: .lookUp, report: nil)
    }

    private mutating func refused(_ disconnection: Disconnection, _ response: HTTPResponse) -> Disconnection {
        guard response.status == 404 else { return disconnection }
        var refused = disconnection
        if response.isUnknownRoute {
            refused.next = .useOtherAPI
            refused.reason = "the Backend does not speak the protocol API: \(response.complaint)"
            refused.advice = "omit --api, or give --api events"
        } else if response.body.isEmpty {
            // The Workspace is unknown; or none was named, and there is not exactly one.
            if target.workspace?.isAssumed == true {
                target.workspace = nil
                refused.next = .moveOn
            } else {
                refused.advice = "give --workspace-id; yoi-events --list=workspaces shows them"
                lookUp = .workspaces(refused)
                refused.next = .lookUp
                refused.report = nil
            }
        }
        return refused
    }

    private static func unknownWorkspace(_ workspace: Workspace?, known: JSON) -> String {
        let names = (known.elements ?? []).compactMap { item -> String? in
            guard let id = item["workspace_id"]?.string else { return nil }
            return (item["display_name"]?.string).map { "\(id) (\($0))" } ?? id
        }
        let count = names.isEmpty ? "it has none" : "it has " + names.joined(separator: ", ")
        return workspace.map { "the Backend has no Workspace \($0.id): \(count)" }
            ?? "no Workspace is named, and the Backend needs to know which: \(count)"
    }
}
