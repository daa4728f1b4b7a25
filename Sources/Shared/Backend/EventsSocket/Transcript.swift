/// One page of a Worker's transcript, the answer to `GET …/transcript`.
struct TranscriptPage: Hashable, Sendable {
    /// What was said; an item that cannot be read does not affect the others.
    var items: [Result<TranscriptItem, WireError>]
    var diagnostics: [BackendDiagnostic]
    /// Where the next page starts; missing on the last one.
    var nextStart: UInt64?
}

extension TranscriptPage: WireDecodable {
    /// - Throws: if the list of items is not a list: an unreadable page must not look empty.
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

/// Turns the pages of a transcript into events.
struct TranscriptReader: Sendable {
    private let target: Target
    private var start: UInt64 = 0
    private var isFirst = true
    /// The Backend's remarks on the pages so far.
    private(set) var diagnostics: [BackendDiagnostic] = []

    init(of target: Target) { self.target = target }
}

extension TranscriptReader {
    /// The next page's URL.
    var url: String { target.worker("transcript") + "?start=\(start)&limit=512" }

    /// The events of a page, with errors for items that cannot be read; and whether another page follows.
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
        // A server may send a next_start that leads nowhere (the real one does for a limit of 0).
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
