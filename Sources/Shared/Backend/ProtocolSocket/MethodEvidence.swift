/// What the Worker's events say about a method that was sent on the protocol API, which has no replies: for each method
/// it is known what follows if it is accepted and if it is refused. An event that another client's method may have
/// caused decides nothing.
package struct MethodEvidence: Sendable {
    private let method: Method
    private var status: WorkerStatus?
    private let wasStopped: Bool
    private let waitsForEnd: Bool
    /// The error of a run that began after the method was sent and did not take its input.
    private var runError: String?
    private var runHasBegun = false

    /// - Parameters:
    ///   - method: As it was sent.
    ///   - status: What the Worker was doing then, if known.
    ///   - isStopped: Whether the Worker was not running in its Runtime then.
    ///   - waitsForEnd: Whether a compaction must have succeeded, not only begun.
    package init(of method: Method, status: WorkerStatus?, isStopped: Bool = false, waitsForEnd: Bool = false) {
        self.method = method
        self.status = status
        self.waitsForEnd = waitsForEnd
        wasStopped = isStopped
    }

    /// What became of a method.
    package enum Outcome: Hashable, Sendable {
        case accepted
        /// In the words of the Worker or its Backend; `isBusy`: because the Worker is busy.
        case refused(String, isBusy: Bool)
    }
}

extension MethodEvidence {
    /// Whether the method has no effect: a paused Worker ignores `pause`.
    package var isMootWhenSent: Bool { method == .pause && status == .paused }

    /// Takes the next event of the stream after the method was sent.
    ///
    /// - Returns: what became of the method; nil if that is not known yet.
    package mutating func note(_ event: Event) -> Outcome? {
        let outcome = outcome(of: event)
        switch event {
        case .status(let status):
            if status == .running { runHasBegun = true }
            self.status = status
        case .snapshot(let snapshot): status = snapshot.status
        default: break
        }
        return outcome
    }
}

extension MethodEvidence {
    private var isRunning: Bool { status == .running }

    /// The Worker that the method names: an answer about another one is for another client.
    private var namedWorker: String? {
        switch method {
        case .restoreWorker(let name), .registerPeer(let name): name
        default: nil
        }
    }

    private mutating func outcome(of event: Event) -> Outcome? {
        if case .error(let error) = event { return error.origin == nil ? outcome(of: error) : nil }
        let isAccepted: Bool
        switch method {
        case .run(let input):
            if case .status(.idle) = event, let runError { return .refused(runError, isBusy: false) }
            isAccepted = takes(input, event)
        case .cancel: isAccepted = event == .runEnd(.rolledBack) || event == .status(.idle) && status == .paused
        case .pause:
            isAccepted = [.runEnd(.paused), .runEnd(.rolledBack), .status(.paused)].contains(event)
        case .resume: isAccepted = status == .paused && event.showsWork
        case .compact:
            if case .compactFailed(let error) = event, !isRunning { return .refused(error, isBusy: false) }
            isAccepted = !isRunning && (event.endsCompaction || !waitsForEnd && event.showsCompaction)
        case .shutdown: isAccepted = event == .shutdown || event.isPlaceholder
        case .workerEvent(let own):
            isAccepted = event == .systemItem(.workerEvent(own)) || event == .invokeStart(.workerEvent)
        case .listRewindTargets, .rewindTo, .listWorkers, .restoreWorker, .registerPeer: isAccepted = isReply(event)
        // It is seen with the next request.
        case .notify(let message, _):
            guard case .systemItem(.notification(let body)) = event else { return nil }
            isAccepted = body == message
        // Sent by POST.
        case .listCompletions: isAccepted = false
        }
        return isAccepted ? .accepted : nil
    }

    /// Whether an event shows that the input is part of the session.
    private mutating func takes(_ input: [InputSegment], _ event: Event) -> Bool {
        switch event {
        case .userMessage(let segments):
            runError = nil
            return segments.count == input.count && zip(segments, input).allSatisfy { $0.isRecord(of: $1) }
        // The log of a stopped Worker is hidden. Once it runs, a new connection shows it, and with it the input.
        case .snapshot(let snapshot):
            guard wasStopped, !event.isPlaceholder, let segments = snapshot.lastInput else { return false }
            return segments.count == input.count && zip(segments, input).allSatisfy { $0.isRecord(of: $1) }
        default: return false
        }
    }

    private func isReply(_ event: Event) -> Bool {
        switch (method, event) {
        case (.listRewindTargets, .rewindTargets), (.rewindTo, .rewindApplied), (.listWorkers, .workersListed): true
        case (.restoreWorker, .workerRestored(let result)): result["worker_name"]?.string == namedWorker
        case (.registerPeer, .peerRegistered(let result)): result["peer"]?.string == namedWorker
        default: false
        }
    }

    private mutating func outcome(of error: WorkerError) -> Outcome? {
        if error.isToSender {
            return .refused(error.message, isBusy: error.message.contains("returned Busy"))
        }
        if let namedWorker, !error.message.contains("`\(namedWorker)`") { return nil }
        let isRefusal: Bool
        switch (error.code.rawValue, method) {
        case ("not_running", .cancel), ("not_running", .pause): isRefusal = !isRunning
        case ("not_paused", .resume): isRefusal = status != .paused
        case ("already_running", .listRewindTargets), ("already_running", .rewindTo):
            return .refused(error.message, isBusy: true)
        case ("invalid_request", .rewindTo), ("invalid_request", .restoreWorker), ("invalid_request", .registerPeer):
            isRefusal = true
        case ("internal", .cancel): return error.isCancellation ? .accepted : nil
        case ("internal", .listRewindTargets), ("internal", .rewindTo), ("internal", .restoreWorker),
            ("internal", .registerPeer), ("internal", .listWorkers), ("internal", .compact):
            isRefusal = !isRunning
        case (_, .run):
            // If a segment is refused, a run begins, fails and ends without the input.
            if runHasBegun, !error.isCancellation { runError = error.message }
            return nil
        default: return nil
        }
        return isRefusal ? .refused(error.message, isBusy: false) : nil
    }
}

extension Snapshot {
    /// The last user input.
    fileprivate var lastInput: [InputSegment]? {
        var last: [InputSegment]?
        entries.forEach { if case .userInput(let segments) = $0.content { last = segments } }
        return last
    }
}

extension WorkerError {
    /// Whether only the client is told whose method it was: a malformed one, or one that the Runtime did not hand to the
    /// Worker.
    fileprivate var isToSender: Bool {
        guard code == .internalError else { return false }
        return message.hasPrefix("malformed protocol method frame")
            || message.hasPrefix("worker ")
                && ["ProtocolMethod", "Restore"].contains { message.contains(" execution \($0) returned ") }
            || message.hasPrefix("invalid request: worker ")
    }
}

extension InputSegment {
    /// Whether this is what the log holds of a segment that was sent.
    fileprivate func isRecord(of sent: InputSegment) -> Bool {
        switch (self, sent) {
        // As the request for this API has it.
        case (.text(let text), .knowledgeRef), (.text(let text), .workflowInvoke):
            text == WireText([sent].flattened)
        default: self == sent
        }
    }
}

extension Event {
    fileprivate var showsWork: Bool {
        switch self {
        case .status(.running), .turnStart, .llmCallStart: true
        default: false
        }
    }

    fileprivate var showsCompaction: Bool {
        switch self {
        case .compactStart, .segmentRotated: true
        default: false
        }
    }

    fileprivate var endsCompaction: Bool {
        switch self {
        case .compactDone: true
        // There was nothing to compact.
        case .alert(let alert): alert.source == .compactor
        default: false
        }
    }

    /// Whether it is the snapshot of a Worker that does not run in its Runtime.
    package var isPlaceholder: Bool {
        guard case .snapshot(let snapshot) = self else { return false }
        return snapshot.greeting.provider == "worker-runtime"
    }
}
