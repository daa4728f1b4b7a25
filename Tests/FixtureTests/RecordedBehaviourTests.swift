import Foundation
import TestSupport
import Testing

/// The fixture backend's own answers, beside what the real Backend was recorded to answer.
struct RecordedBehaviourTests {
    private struct Row: Decodable {
        let method: String?
        let path: String?
        let body: String?
        let status: Int?
        let contentType: String?
        let reply: String?
    }

    /// Each exchange of the recording, in order, against one fresh server.
    @Test(arguments: [("http", []), ("transcript-pages", ["--transcript", "450"])])
    func `requests of the events API are answered as recorded`(recording: String, options: [String]) throws {
        let backend = try FixtureBackend(options)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let rows = try Fixtures.lines("recordings/backend/\(recording).jsonl").map {
            try decoder.decode(Row.self, from: Data($0.utf8))
        }
        for row in rows {
            let (method, path) = (try #require(row.method), try #require(row.path))
            // The recorded request with status 415 is the one that said nothing of JSON.
            let type = row.status == 415 ? "" : "content-type: application/json\r\n"
            let body = row.body.map { "content-length: \($0.utf8.count)\r\n\r\n\($0)" } ?? "\r\n"
            let request = "\(method) \(path) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\(type)\(body)"
            let answer = try LoopbackHTTP.exchange(port: backend.port, Array(request.utf8)).text
            let blank = try #require(answer.firstRange(of: "\r\n\r\n"))
            let head = answer[..<blank.lowerBound]
            #expect(head.hasPrefix("HTTP/1.1 \(row.status ?? 0) "), "\(method) \(path) \(row.body ?? "")")
            #expect(head.contains("content-type: \(row.contentType ?? "none")") == (row.contentType != nil))
            // Parse errors name a line and column in the words of a library that is not ours.
            if row.status != 400 || row.contentType == "application/json" {
                #expect(answer[blank.upperBound...] == row.reply ?? "", "\(method) \(path) \(row.body ?? "")")
            }
        }
    }

    @Test(arguments: [
        ("bad", "backend.cursor_malformed"), ("", "backend.cursor_malformed"), ("bo_1", "backend.cursor_malformed"),
        ("bo_ffffffffffffffff", "backend.cursor_unknown_or_expired"),
        ("bo_0000000000000001", "backend.cursor_unknown_or_expired"),
    ])
    func `an unknown cursor causes a diagnostic and a close`(cursor: String, code: String) throws {
        let seen = try Observation(FixtureBackend(), after: cursor)
        #expect(seen.frames.count == 1 && seen.frames[0].text.contains("\"\(code)\"") && !seen.answer.wasReset)
    }

    @Test func `the store keeps 1,024 events, counting snapshots`() throws {
        let backend = try FixtureBackend()
        for start in stride(from: 0, to: 1_100, by: 100) {
            let events = (start..<start + 100).map { #"{"event":"text_delta","data":{"text":"\#($0) "}}"# }
            try backend.publish(events.joined(separator: "\n"))
        }
        let all = try Observation(backend, until: #""text":"1099 ""#)
        #expect(all.deltas.count == 1_100)
        let again = try Observation(backend, sending: Frames.close)
        #expect(again.frames.count == 1_025 && again.deltas.first == "76 ")
        let expired = try Observation(backend, after: "bo_0000000000000005")
        #expect(expired.frames.map(\.text).allSatisfy { $0.contains("backend.cursor_unknown_or_expired") })
    }

    @Test func `a message from the client closes the connection`() throws {
        let text: [UInt8] = [0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]
        let seen = try Observation(FixtureBackend(), sending: text)
        #expect(seen.frames.last?.text.contains("backend.observation_only") == true)
    }

    @Test func `a run that was cut by a kill continues after its last event`() throws {
        let directory = try TemporaryDirectory()
        let backend = try FixtureBackend(["--play", "fix-a-test", "--pace", "1ms", "--state", directory.file("state")])
        let first = try Observation(backend, until: #""event":"tool_result""#)
        try backend.kill()
        try backend.restart()
        let second = try Observation(backend, after: first.lastCursor, until: #""status","data":{"status":"idle"}"#)
        let events = (first.frames + second.frames).map(\.text).filter { !$0.contains(#""event":"snapshot""#) }
        let lines = try Fixtures.lines("recordings/worker/fix-a-test.jsonl").dropFirst()
        #expect(events.count == lines.count)
        for (event, line) in zip(events, lines) { #expect(event.hasSuffix(",\"payload\":\(line)}}")) }
    }

    @Test func `an input begins a run with its own text, and a cancel ends it`() throws {
        let backend = try FixtureBackend(["--on-input", "fix-a-test", "--pace", "2ms"])
        let path = "/api/runtimes/runtime-a/workers/worker-00000001/"
        _ = try LoopbackHTTP.post(port: backend.port, path + "input", #"{"kind":"user","content":"Say \"hi\""}"#)
        let begun = try Observation(backend, until: #""event":"thinking_delta""#)
        #expect(begun.frames.contains { $0.text.contains(#"[{"kind":"text","content":"Say \"hi\""}]"#) })
        _ = try LoopbackHTTP.post(port: backend.port, path + "cancel", "{}")
        let ended = try Observation(backend, after: begun.lastCursor, until: #""status","data":{"status":"idle"}"#)
        #expect(ended.frames.suffix(2).first?.text.contains(#""message":"Cancelled""#) == true)
    }
}
