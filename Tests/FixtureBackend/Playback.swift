import Foundation

/// A recording of what the real Backend spoke, played back row by row.
///
/// HTTP requests get the next recorded answer for their method and path (and body, where one was recorded with it);
/// WebSocket connections get the recorded ones in order, whatever they ask for. Afterwards all is 404.
final class Playback: @unchecked Sendable {
    struct Row: Decodable, Sendable {
        let connection: Int?
        let method: String?
        let path: String?
        let body: String?
        let upgrade: String?
        let status: Int?
        let contentType: String?
        let reply: String?
        let text: String?
        let end: String?
    }

    /// What happens on one WebSocket connection.
    struct Conversation {
        let upgrade: Row
        let texts: [String]
        let ends: Bool
    }

    private let lock = NSLock()
    private var exchanges: [Row]
    private var conversations: [Conversation]

    init(_ name: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let isQualified = name.hasPrefix("today/")
        let rows = try Fixture.lines(isQualified ? "recordings" : "recordings/backend", name).map {
            try decoder.decode(Row.self, from: Data($0.utf8))
        }
        exchanges = rows.filter { $0.method != nil }
        conversations = rows.filter { $0.upgrade != nil }.map { upgrade in
            let own = rows.filter { $0.connection == upgrade.connection }
            return Conversation(
                upgrade: upgrade, texts: own.compactMap(\.text), ends: own.contains { $0.end != nil })
        }
    }
}

extension Playback {
    static let over = Response.refusal(404, "Not Found", "the recording has no more of this")

    func answer(_ request: Request) -> Response {
        let body = String(decoding: request.body, as: UTF8.self)
        let row = lock.withLock { () -> Row? in
            let fitting = exchanges.indices.filter {
                exchanges[$0].method == request.method && exchanges[$0].path == request.target
            }
            guard let index = fitting.first(where: { exchanges[$0].body == body }) ?? fitting.first else { return nil }
            // The last one of its kind stays, for clients that ask again.
            return fitting.count == 1 ? exchanges[index] : exchanges.remove(at: index)
        }
        return row.map(Self.response) ?? Self.over
    }

    /// The next recorded connection; nil when there are no more.
    func nextConversation() -> Conversation? {
        lock.withLock { conversations.isEmpty ? nil : conversations.removeFirst() }
    }

    static func response(_ row: Row) -> Response {
        Response(
            status: row.status ?? 500, headers: row.contentType.map { [("content-type", $0)] } ?? [],
            body: Array((row.reply ?? "").utf8))
    }
}

extension Backend {
    /// Plays the next recorded connection; returns only if the upgrade was refused.
    func play(_ playback: Playback, to request: Request, on connection: Connection) throws {
        guard let conversation = playback.nextConversation() else { return try connection.send(Playback.over.bytes) }
        if conversation.upgrade.upgrade != request.target {
            journal.note("recorded: \(conversation.upgrade.upgrade ?? "")", on: connection.number)
        }
        guard conversation.upgrade.status == 101 else {
            return try connection.send(Playback.response(conversation.upgrade).bytes)
        }
        try connection.send(Handshake.response(request).bytes)
        let socket = Socket(connection, journal: journal)
        for text in conversation.texts {
            if let pace = options.pace { Thread.sleep(forTimeInterval: pace.seconds) }
            try socket.send(text)
        }
        try connection.end(.drop, conversation.ends ? "so it was recorded" : "the recording ends")
    }
}
