import Foundation
import TestSupport
import Testing

/// Recorded conversations over a Worker's WebSocket, held again with the fixture backend through Python's websockets.
@Suite(.enabled(if: Peers.websockets.isWanted))
struct ConversationTests {
    /// What a client sent, and what came before it sent anything more.
    private struct Exchange {
        let sent: String?
        var answers: [String] = []
    }

    /// What each of a Runtime's own words depends on: not compared.
    private static let worded = ["internal", "invalid_request"]

    @Test func `every method is answered as recorded`() throws {
        let exchanges = try Self.exchanges("ws-methods", before: "slow please")
        #expect(exchanges.count > 20)
        let backend = try FixtureBackend(["--on-input", "attach/hello", "--pace", "1ms"], api: .protocol)
        let client = try Self.client(backend)
        for exchange in exchanges {
            let answers = try Self.hold(exchange, client)
            #expect(answers.map(Self.essence).sorted() == exchange.answers.map(Self.essence).sorted(), "\(exchange)")
        }
    }

    @Test func `all clients get a run once, and one that was POSTed twice`() throws {
        let backend = try FixtureBackend(["--on-input", "attach/hello", "--pace", "1ms"], api: .protocol)
        let clients = [try Self.client(backend), try Self.client(backend)]
        for client in clients { _ = try Self.hold(Exchange(sent: nil, answers: [""]), client) }
        let run = #"{"method":"run","params":{"input":[{"kind":"text","content":"Hello"}]}}"#
        clients[0].write(Self.step(run, 18))
        clients[1].write(Self.step(nil, 18))
        let seen = try clients.map { client in try (0..<18).map { _ in try client.nextLine() } }
        #expect(seen[0] == seen[1])
        #expect(seen[0].count { $0.hasPrefix(#"{"event":"user_message""#) } == 1)
        _ = try LoopbackHTTP.post(
            port: backend.port, "/api/runtimes/runtime-a/workers/W-1/input", #"{"content":"Hello again"}"#)
        // A rotation less than in the first run, a question more.
        let posted = try Self.hold(Exchange(sent: nil, answers: Array(repeating: "", count: 18)), clients[0])
        #expect(posted.count { $0.hasPrefix(#"{"event":"user_message""#) } == 2)
    }

    private static func exchanges(_ name: String, before end: String) throws -> [Exchange] {
        var exchanges = [Exchange(sent: nil)]
        for line in try Fixtures.lines("recordings/today/\(name).jsonl") {
            let row = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            if let text = row["text"] as? String { exchanges[exchanges.count - 1].answers.append(text) }
            if let sent = row["sent"] as? String {
                if sent.contains(end) { return exchanges }
                exchanges.append(Exchange(sent: sent))
            }
        }
        return exchanges
    }

    private static func client(_ backend: FixtureBackend) throws -> RunningProgram {
        let url = "ws://127.0.0.1:\(backend.port)/api/runtimes/runtime-a/workers/worker-00000001/protocol/ws"
        return try Peers.websockets.program.start([Fixtures.path("peers/protocol-client.py"), url], input: .pipe)
    }

    private static func hold(_ exchange: Exchange, _ client: RunningProgram) throws -> [String] {
        client.write(step(exchange.sent, exchange.answers.count))
        return try exchange.answers.map { _ in try client.nextLine() }
    }

    private static func step(_ text: String?, _ count: Int) -> String {
        let object: [String: Any] = ["send": text ?? NSNull(), "expect": count]
        let data = (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// An event's name, a status, an error's code and, where it does not name the machine, message.
    private static func essence(_ line: String) -> String {
        let event = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let data = event?["data"] as? [String: Any] ?? [:]
        var parts = [event?["event"], data["status"], data["code"], data["source"], data["kind"]].map {
            $0 as? String ?? ""
        }
        let message = data["message"] as? String ?? ""
        if !worded.contains(parts[2]) || message.hasPrefix("malformed") && !message.contains("key must") {
            parts.append(parts[2].isEmpty ? "" : message)
        }
        return parts.joined(separator: " ")
    }
}
