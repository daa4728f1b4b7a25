import Foundation
import TestSupport
import Testing

/// The protocol API's answers, beside what the real Backend was recorded to answer.
struct ProtocolAnswerTests {
    private struct Row: Decodable {
        let method: String?
        let upgrade: String?
        let path: String?
        let body: String?
        let status: Int?
        let contentType: String?
        let reply: String?
        let note: String?
    }

    /// The recordings' Workspaces, and the Worker that is in each.
    private static let workspaces = [
        "01a20573-a51e-7dd3-bf6b-845075d94f8b", "01a2056d-0eac-7200-a49c-40f584bbc25b",
        "01a2056d-ded9-7811-a888-acbea263f648",
        "01a20561-e169-7090-add5-e82ac07b9360",
    ]
    private static let worker = "01a20573-a58b-71e3-ae86-1cdd3f98fdcf"

    @Test(arguments: [
        // The recording goes on with Workers that are made there.
        ("http", [workspaces[0]], [worker], "POST cancel in mid-run"),
        ("old-client", [workspaces[0]], [worker, "01a20574-1dfa-7093-8863-44dbb4bbbdb6"], "several workspaces"),
        ("ws-refusals", [workspaces[0]], [worker], "a token that means"),
        ("two-workspaces", [workspaces[1], workspaces[2]], ["01a2056d-0f02-7661-a1f0-95cc6305092c"], "!"),
        ("telling-them-apart", [workspaces[3]], ["01a20572-25f4-7c02-b081-c9372014b3eb"], "!"),
    ])
    func `requests of the protocol API are answered as recorded`(
        recording: String, workspaces: [String], workers: [String], end: String
    ) throws {
        var options = ["--workspace-id", workspaces[0], "--runtime-id", "embedded-worker-runtime"]
        for worker in workers { options += ["--worker-id", worker] }
        for workspace in workspaces.dropFirst() { options += ["--workspace-id", workspace] }
        let backend = try FixtureBackend(options + ["--pace", "5ms"], api: .protocol)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var isOther = recording == "telling-them-apart"
        for line in try Fixtures.lines("recordings/today/\(recording).jsonl") {
            let row = try decoder.decode(Row.self, from: Data(line.utf8))
            if row.note?.contains("HEAD") == true { isOther = false }
            if row.note?.contains(end) == true { return }
            guard !isOther, !line.contains("yoi_api_test"), row.body?.contains("operation_key") != true,
                row.path?.contains("auth") != true
            else { continue }
            if row.reply?.contains(#""state":"accepted""#) == true && row.body?.contains(#""notify""#) != true {
                try Self.waitForIdle(backend, workspaces[0], workers[0])
            }
            if row.method != nil || row.upgrade != nil { try Self.compare(row, backend) }
        }
    }

    private static func compare(_ row: Row, _ backend: FixtureBackend) throws {
        let method = row.method ?? "GET"
        let path = row.path ?? row.upgrade ?? ""
        let type = row.status == 415 ? "" : "content-type: application/json\r\n"
        let upgrade = """
            connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
            sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        let body = row.body.map { "content-length: \($0.utf8.count)\r\n\r\n\($0)" } ?? "\r\n"
        let head = "\(method) \(path) HTTP/1.1\r\nhost: x\r\n"
        let request = head + (row.upgrade != nil ? upgrade : "connection: close\r\n" + type + body)
        let sent = Array(request.utf8) + (row.status == 101 ? Frames.close : [])
        let answer = try LoopbackHTTP.exchange(port: backend.port, sent) {
            row.status != 101 && row.upgrade != nil && $0.firstRange(of: Array("\r\n\r\n".utf8)) != nil
        }
        let text = answer.text
        let blank = try #require(text.firstRange(of: "\r\n\r\n"), "\(path): \(text)")
        #expect(text.hasPrefix("HTTP/1.1 \(row.status ?? 0) "), "\(path) \(row.body ?? ""): \(text.prefix(300))")
        guard row.status != 101 else { return }
        #expect(
            text[..<blank.lowerBound].contains("content-type: \(row.contentType ?? "none")") == (row.contentType != nil)
        )
        // Parse errors and lists tell of libraries and machines that are not ours.
        let isOurs =
            row.status == 400 && row.contentType == "text/plain; charset=utf-8" && row.upgrade == nil
            && row.method == "POST"
        if !isOurs && (row.status != 200 || row.reply?.hasPrefix(#"{"state""#) == true) {
            #expect(text[blank.upperBound...] == row.reply ?? "", "\(path) \(row.body ?? "")")
        }
    }

    private static func waitForIdle(_ backend: FixtureBackend, _ workspace: String, _ worker: String) throws {
        let path = "/api/w/\(workspace)/workers/\(worker)"
        try waitUntil("an idle Worker") {
            let request = "GET \(path) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
            return try LoopbackHTTP.exchange(port: backend.port, Array(request.utf8)).text.contains(
                #""state":"running""#) == false
        }
    }
}
