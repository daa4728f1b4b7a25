/// The events API of July 2026: the transcript in pages over HTTP, then `events/ws`, whose envelopes have cursors.
struct EventsSocket: BackendAPI {
    let target: Target
    private let runtimeID: [UInt8]
    private let workerID: [UInt8]
    private var transcript: TranscriptReader?
    private var dropsNextSnapshot = false
    /// Whether only what happens from now on is wanted, and nothing of it has come yet.
    private var beginsNow: Bool
    private var replay: StoreReplay?
    /// The last valid cursor, to resume after; nil for everything that the Backend holds.
    private var cursor: EventCursor?

    /// - Parameters:
    ///   - cursor: Where to resume, without the transcript.
    ///   - printsHistory: Whether the transcript is wanted.
    ///   - beginsNow: Whether, without a cursor, what the Backend has stored is skipped.
    init(_ target: Target, after cursor: EventCursor?, printsHistory: Bool, beginsNow: Bool = false) {
        self.target = target
        runtimeID = Array(target.runtimeID.utf8)
        workerID = Array(target.workerID.utf8)
        self.cursor = cursor
        self.beginsNow = beginsNow && cursor == nil
        if cursor == nil, printsHistory, !beginsNow { transcript = TranscriptReader(of: target) }
    }
}

extension EventsSocket {
    var request: String? { transcript?.url }

    var socket: String { target.worker("events/ws") + (cursor.map { "?cursor=\($0)" } ?? "") }

    var checkpoint: Checkpoint? { cursor.map(Checkpoint.cursor) }

    var isReady: Bool { true }

    mutating func opened(now: Instant) { replay = beginsNow ? StoreReplay(now: now) : nil }

    var wantsPing: Bool { replay != nil }

    mutating func pingAnswered(now: Instant, to printer: inout EventPrinter) {
        guard replay?.pingAnswered(now: now) == true else { return }
        begin(&printer)
    }

    var deadline: Instant? { replay?.deadline }

    mutating func tick(now: Instant, to printer: inout EventPrinter) -> Disconnection? {
        if let replay, now >= replay.deadline { begin(&printer) }
        return nil
    }

    mutating func ended(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, to printer: inout EventPrinter
    ) -> Disconnection {
        disconnection
    }

    mutating func receive(
        _ answer: Result<HTTPResponse, Disconnection>, to printer: inout EventPrinter
    ) -> Disconnection? {
        switch answer.flatMap(TranscriptPage.read) {
        case .failure(var disconnection):
            disconnection.report = nil
            return disconnection
        case .success(let page):
            guard let (events, hasMore) = transcript?.take(page) else { return nil }
            for event in events {
                switch event {
                case .success(let event): printer.print(event)
                case .failure(let fault):
                    printer.report(
                        .badFrame, "The transcript of \(target.label) has an item that cannot be read: \(fault)")
                }
            }
            for diagnostic in transcript?.diagnostics ?? [] where !hasMore {
                printer.report(
                    .backendDiagnostic,
                    "The Backend remarks on the transcript [\(diagnostic.code)]: \(diagnostic.message)")
            }
            guard !hasMore else { return nil }
            transcript = nil
            dropsNextSnapshot = true
            return nil
        }
    }

    mutating func skipRequest() -> Bool {
        defer { transcript = nil }
        return transcript != nil
    }

    var hasPrintedHistory: Bool { transcript == nil }

    mutating func receive(_ message: Bytes, now: Instant, to printer: inout EventPrinter) -> Disconnection? {
        do throws(MessageError) {
            switch try ObservationFrame(message) {
            case .event(let envelope) where replay != nil:
                let isSnapshot = message.string(envelope.name, is: "snapshot")
                if replay?.isOver(with: message, isSnapshot: isSnapshot) == true { begin(&printer) }
            case .event(let envelope): take(envelope, in: message, &printer)
            case .diagnostic(let code, let text): return handle(code, text, &printer)
            }
        } catch {
            if let fault = UTF8Check.fault(in: message) { return Disconnection(.fault(fault)) }
            printer.report(.badFrame, "The Backend sent a message that is not an observation frame: \(error)")
        }
        return nil
    }
}

extension EventsSocket {
    /// What was held back is live.
    private mutating func begin(_ printer: inout EventPrinter) {
        let held = replay?.held ?? []
        (replay, beginsNow) = (nil, false)
        for message in held {
            guard case .event(let envelope)? = try? ObservationFrame(message.span) else { continue }
            take(envelope, in: message.span, &printer)
        }
    }

    private mutating func take(_ envelope: ObservationFrame.Envelope, in message: Bytes, _ printer: inout EventPrinter)
    {
        guard message.string(envelope.runtimeID, is: runtimeID), message.string(envelope.workerID, is: workerID) else {
            let other = message.string(envelope.runtimeID) + ":" + message.string(envelope.workerID)
            printer.report(
                .badFrame, "The Backend sent an event of \(other) on the stream of \(target.label); it was dropped")
            return
        }
        let isSnapshot = message.string(envelope.name, is: "snapshot")
        let next = EventCursor(message.extracting(envelope.cursor.contents))
        if let next {
            if let cursor, next.sequence <= cursor.sequence { return }
            cursor = next
            if !isSnapshot { printer.countNews() }
        } else {
            let text = message.string(envelope.cursor).prefix(80)
            printer.report(.badFrame, "The Backend sent a malformed cursor: \(text)")
        }
        guard !isSnapshot || !dropsNextSnapshot else { return dropsNextSnapshot = false }
        printer.print(message, payload: envelope.payload, name: envelope.name, cursor: (envelope.cursor, next))
    }

    private mutating func handle(_ code: String, _ text: String, _ printer: inout EventPrinter) -> Disconnection? {
        let sentence = "The Backend reports on the event stream [\(code)]: \(text)"
        switch code {
        case "backend.cursor_unknown_or_expired":
            cursor = nil
            printer.report(.gap, sentence)
            return Disconnection(sentence, status: .unavailable, next: .retryNow, report: nil)
        case "backend.worker_not_found":
            printer.report(.notFound, sentence)
            return Disconnection(
                sentence, status: .notFound, advice: ExitStatus.notFound.advice, next: .giveUp, report: nil)
        default:
            printer.report(.backendDiagnostic, sentence)
            return nil
        }
    }
}

extension TranscriptPage {
    fileprivate static func read(_ response: HTTPResponse) -> Result<TranscriptPage, Disconnection> {
        guard response.isSuccess else { return .failure(Disconnection(refused: response, "the transcript")) }
        do {
            return .success(try TranscriptPage(json: JSON(response.body)))
        } catch {
            return .failure(Disconnection("the answer cannot be used: \(error)", status: .protocolError, next: .giveUp))
        }
    }
}
