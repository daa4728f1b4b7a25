/// Looks for Workspaces that are created later, as a value that never blocks: it asks for their list again and again.
/// ``WorkerWatch`` reports when the Backend cannot be reached.
package struct WorkspaceWatch: ConnectionPlan {
    package private(set) var needNumber = 0
    /// When to ask again; nil while an answer is due.
    package private(set) var deadline: Instant?
    /// Later Workspaces, until they are taken.
    package var found: [Workspace] = []
    package var remarks: [Remark] = []
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

    package var label: String { backend.shown }

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
}
