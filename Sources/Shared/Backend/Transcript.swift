/// One page of what a Worker and its user have said, as `GET …/transcript` answers.
package struct TranscriptPage: WireObject {
    package var items: [TranscriptItem] = []
    package var diagnostics: [BackendDiagnostic] = []
    /// Where the next page starts; missing on the last one.
    package var nextStart: UInt64?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.defaulted("items", &items, [])
        try visitor.defaulted("diagnostics", &diagnostics, [])
        try visitor.optional("next_start", &nextStart)
    }
}

/// One thing that was said.
package struct TranscriptItem: WireObject {
    package var role = MessageRole.user
    package var content = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("role", &role)
        try visitor.required("content", &content)
    }
}

/// A remark of the Backend's about a request.
package struct BackendDiagnostic: WireObject {
    package var code = ""
    package var message = ""
    /// `info`, `warning` …
    package var severity: String?
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("code", &code)
        try visitor.required("message", &message)
        try visitor.optional("severity", &severity)
    }
}

/// Turns the pages of a transcript into the first events of a stream.
package struct TranscriptReader: Sendable {
    private let target: Target
    private var start: UInt64 = 0
    private var isFirst = true
    private var diagnostics: [Event] = []

    package init(of target: Target) { self.target = target }
}

extension TranscriptReader {
    /// The next page's URL.
    package var url: String { target.transcript(from: start) }

    /// What a page adds to the stream, and whether another page follows.
    package mutating func take(_ page: TranscriptPage) -> (events: [Event], hasMore: Bool) {
        var events = isFirst ? [Event.snapshot(Snapshot(projectedFrom: target))] : []
        isFirst = false
        events += page.items.flatMap(\.events)
        diagnostics += page.diagnostics.map {
            .error("The Backend remarks on the transcript [\($0.code)]: \($0.message)")
        }
        // A server may answer a next_start that leads nowhere (the real one does for a limit of 0).
        if let next = page.nextStart, next > start, !page.items.isEmpty {
            start = next
            return (events, true)
        }
        return (events + diagnostics, false)
    }
}

extension TranscriptItem {
    fileprivate var events: [Event] {
        switch role {
        case .user: [.userMessage(UserMessage([.text(content)]))]
        case .assistant: [.textDelta(TextPiece(content)), .textDone(TextPiece(content))]
        default:
            [.alert(Alert(.warn, from: .worker, "The transcript has an item of role `\(role)`, which is not shown"))]
        }
    }
}

extension Snapshot {
    /// The snapshot that begins a stream whose past comes from a transcript: it knows little more than names.
    fileprivate init(projectedFrom target: Target) {
        self.init()
        residue.absent = ["in_flight"]  // as upstream writes it while nothing is in flight
        greeting.workerName = target.workerID
        greeting.provider = "backend-runtime-api"
        greeting.model = target.runtimeID
        greeting.scopeSummary = "Worker observed through the Backend"
    }
}

extension Event {
    /// An `error` event of ours.
    package static func error(_ message: String) -> Event {
        .error(WorkerError(code: .internalError, message: message))
    }
}
