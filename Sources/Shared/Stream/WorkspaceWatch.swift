/// Looks for Workspaces that are made later, as a value that never blocks: it asks for their list again and again. That
/// the Backend cannot be reached is reported by those who watch its Workers.
package struct WorkspaceWatch: ConnectionPlan {
    package private(set) var needNumber = 0
    /// When to ask again; nil while an answer is due.
    package private(set) var deadline: Instant?
    /// Later Workspaces that nobody has taken yet.
    package var found: [Workspace] = []
    /// Remarks for standard error that nobody has taken yet.
    package var remarks: [WorkerStream.Remark] = []
    private let backend: BackendURL
    private let interval: Duration
    private var known: Set<String>

    /// - Parameters:
    ///   - known: The Workspaces that were there at the beginning.
    ///   - interval: How long to wait before asking again.
    package init(beside known: [Workspace], at backend: BackendURL, interval: Duration, now: Instant) {
        self.backend = backend
        self.interval = interval
        self.known = Set(known.map(\.id))
        deadline = now + interval
    }
}

extension WorkspaceWatch {
    package var need: ConnectionNeed { deadline == nil ? .answer(backend.workspaces) : .nothing }

    package var closeCode: CloseCode { .normal }

    package mutating func answered(
        _ answer: Result<HTTPResponse, Disconnection>, now: Instant, jitter: Double, to printer: inout EventPrinter
    ) {
        for workspace in (try? answer.get()).flatMap(Workspace.all) ?? [] where known.insert(workspace.id).inserted {
            found.append(workspace)
        }
        (deadline, needNumber) = (now + interval, needNumber + 1)
    }

    package mutating func disconnected(
        _ disconnection: Disconnection, refusal: HTTPResponse?, now: Instant, jitter: Double,
        to printer: inout EventPrinter
    ) {
        answered(.failure(disconnection), now: now, jitter: jitter, to: &printer)
    }

    package mutating func tick(now: Instant, jitter: Double, to printer: inout EventPrinter) {
        guard let deadline, now >= deadline else { return }
        (self.deadline, needNumber) = (nil, needNumber + 1)
    }

    package mutating func opened(now: Instant) {}

    package mutating func received(_ message: Bytes, now: Instant, jitter: Double, to printer: inout EventPrinter)
        -> Bool
    {
        false
    }

    package mutating func say(_ sentence: String, isDetail: Bool) {
        remarks.append(WorkerStream.Remark(isDetail: isDetail, diagnostic: Diagnostic(at: backend.shown, sentence)))
    }
}
