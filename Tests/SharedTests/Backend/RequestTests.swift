import Foundation
import Testing

@testable import Shared

@Suite struct `A method becomes` {
    private func request(_ method: String, api: APIChoice, runtime: String = "r") throws -> Request {
        let target = try Target(backend: "http://h", runtimeID: runtime, workerID: "w")
        let method = try Method(json: JSON(method), mode: .strict)
        switch api {
        case .events:
            return EventsSocket(target, after: nil, printsHistory: false).request(for: method, reason: "me")
        case .protocol, .auto:
            return ProtocolSocket(target, printsHistory: false, origin: .send, limit: .seconds(1))
                .request(for: method, reason: "me")
        }
    }

    static let requests: [(String, Shared.Operation, String)] = [
        (
            #"{"method":"run","params":{"input":[{"kind":"text","content":"hello"},{"kind":"file_ref","path":"src/lib.rs"}]}}"#,
            .input, #"{"kind":"user","content":"hello@src/lib.rs"}"#
        ),
        (
            #"{"method":"run","params":{"input":[{"kind":"paste","id":1,"chars":3,"lines":2,"content":"a\n\""},"#
                + #"{"kind":"knowledge_ref","slug":"k"},{"kind":"workflow_invoke","slug":"w"},{"kind":"novel"}]}}"#,
            .input, ##"{"kind":"user","content":"a\n\"#k/w[unknown input segment]"}"##
        ),
        (#"{"method":"run","params":{"input":[]}}"#, .input, #"{"kind":"user","content":""}"#),
        (
            #"{"method":"notify","params":{"message":"世 done","auto_run":false}}"#, .input,
            #"{"kind":"system","content":"世 done"}"#
        ),
        (#"{"method":"cancel"}"#, .cancel, #"{"reason":"me"}"#),
        (#"{"method":"shutdown"}"#, .stop, #"{"reason":"me"}"#),
    ]

    @Test(arguments: requests)
    func `a request of the events API`(method: String, operation: Shared.Operation, body: String) throws {
        #expect(try request(method, api: .events) == .post(operation, body: Array(body.utf8)))
    }

    @Test(arguments: [
        (
            #"{"method":"notify","params":{"message":"世 done"}}"#, Shared.Operation.input,
            #"{"kind":"notify","content":"世 done"}"#
        ),
        (
            #"{"method":"list_completions","params":{"kind":"file","prefix":"a/"}}"#, .completions,
            #"{"kind":"file","prefix":"a/"}"#
        ),
    ])
    func `a request of the protocol API`(method: String, operation: Shared.Operation, body: String) throws {
        #expect(try request(method, api: .protocol) == .post(operation, body: Array(body.utf8)))
    }

    @Test func `a message of the protocol API, unchanged, for all but two of the 14 methods`() throws {
        let lines = SampleLines.methods.filter { line in
            !["notify", "list_completions", "slug"].contains { line.contains("\"\($0)\"") }
        }
        #expect(lines.count > 14)
        for line in lines {
            let method = try Method(json: JSON(line))
            guard case .message(let frame) = try request(line, api: .protocol) else {
                Issue.record("\(line) is not a message")
                continue
            }
            #expect(try Method(json: JSON(frame), mode: .strict) == method)
        }
    }

    @Test func `text, for kinds of segments that the protocol API does not know`() throws {
        let run = { (segment: String) in
            ##"{"method":"run","params":{"input":[\##(segment),{"kind":"flow","selector":"f"}]}}"##
        }
        let text = run(##"{"kind":"text","content":"#k"}"##)
        let request = try request(run(#"{"kind":"knowledge_ref","slug":"k"}"#), api: .protocol)
        #expect(request == .message(Array(text.utf8)))
    }

    @Test func `nothing, where asking for completions would stop the whole Backend`() throws {
        let method = #"{"method":"list_completions","params":{"kind":"file","prefix":""}}"#
        guard case .notOffered = try request(method, api: .protocol, runtime: "embedded-worker-runtime") else {
            Issue.record("it would be sent")
            return
        }
    }

    @Test func `nothing, by name, where the events API has nothing`() throws {
        let refused = try SampleLines.methods.compactMap { line -> String? in
            guard case .notOffered(let sentence) = try request(line, api: .events) else { return nil }
            return sentence
        }
        #expect(Set(refused).count == 10)
        #expect(refused.contains("The Backend's API does not offer `rewind_to`; it was not sent"))
    }
}

@Suite struct `A reply` {
    static let target = try? Target(backend: "http://h", runtimeID: "r", workerID: "w")

    @Test(arguments: [
        (#"{"state":"accepted"}"#, []),
        (
            #"{"state":"rejected","diagnostics":[{"code":"c","severity":"warning","message":"m"}]}"#,
            ["The Backend answered `rejected` to input for r:w", "The Backend remarks on input for r:w [c]: m"]
        ),
        (#"{"state":"novel","extra":1}"#, ["The Backend answered `novel` to input for r:w"]),
    ])
    func `says what it is in sentences`(text: String, sentences: [String]) throws {
        #expect(try Reply(json: JSON(text)).remarks(on: .input, to: #require(Self.target)) == sentences)
    }

    @Test(arguments: ["{}", #"{"state":1}"#, "[]"])
    func `of another shape is refused`(text: String) {
        #expect(throws: WireError.self) { try Reply(json: JSON(text)) }
    }
}
