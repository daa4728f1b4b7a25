/// One page of what a Worker and its user have said, as `GET …/transcript` answers.
struct TranscriptPage: Hashable, Sendable {
    /// What was said; an item that cannot be read costs no other one.
    var items: [Result<TranscriptItem, WireError>]
    var diagnostics: [BackendDiagnostic]
    /// Where the next page starts; missing on the last one.
    var nextStart: UInt64?
}

extension TranscriptPage: WireDecodable {
    /// - Throws: where a list is there, but cannot be read to the end: what is not shown must not seem not to exist.
    init(json: JSON, mode: DecodingMode) throws(WireError) {
        let page = try Fields(json, mode: .strict)
        items = try page.optional("items", or: [JSON]()).enumerated().map { (index, item) in
            Result { () throws(WireError) in try TranscriptItem(json: item) }
                .mapError { $0.inside("items[\(index)]") }
        }
        diagnostics = page["diagnostics"] ?? []
        nextStart = try page.optional("next_start")
    }
}

/// One thing that was said.
struct TranscriptItem: WireDecodable {
    var role: MessageRole
    var content: String

    init(json: JSON, mode: DecodingMode) throws(WireError) {
        let item = try Fields(json, mode: .lenient)
        role = try item.required("role")
        content = try item.required("content")
    }
}

/// Turns the pages of a transcript into the first events of a stream.
struct TranscriptReader: Sendable {
    private let target: Target
    private var start: UInt64 = 0
    private var isFirst = true
    /// What the Backend remarked on the pages so far.
    private(set) var diagnostics: [BackendDiagnostic] = []

    init(of target: Target) { self.target = target }
}

extension TranscriptReader {
    /// The next page's URL.
    var url: String { target.worker("transcript") + "?start=\(start)&limit=512" }

    /// What a page adds to the stream, with the faults of items that cannot be read, and whether another page follows.
    mutating func take(_ page: TranscriptPage) -> (events: [Result<LocalEvent, WireError>], hasMore: Bool) {
        var events: [Result<LocalEvent, WireError>] = isFirst ? [.success(.snapshot(of: target))] : []
        isFirst = false
        for item in page.items {
            switch item {
            case .success(let item): events += item.events.map(Result.success)
            case .failure(let fault): events.append(.failure(fault))
            }
        }
        diagnostics += page.diagnostics
        // A server may answer a next_start that leads nowhere (the real one does for a limit of 0).
        if let next = page.nextStart, next > start, !page.items.isEmpty {
            start = next
            return (events, true)
        }
        return (events, false)
    }
}

extension TranscriptItem {
    fileprivate var events: [LocalEvent] {
        switch role {
        case .user: [.userMessage([.text(WireText(content))])]
        case .assistant: [.textDelta(content), .textDone(content)]
        default: [.alert("The transcript has an item of role `\(role)`, which is not shown")]
        }
    }
}

extension LocalEvent {
    /// The snapshot that begins a stream whose past comes from a transcript.
    fileprivate static func snapshot(of target: Target) -> Self {
        .snapshot(
            workerName: target.workerID, provider: "backend-runtime-api", model: target.runtimeID,
            scopeSummary: "Worker observed through the Backend")
    }
}
