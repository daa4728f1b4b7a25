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
            .input, #"{"kind":"user","content":"hello @src/lib.rs"}"#
        ),
        (
            #"{"method":"run","params":{"input":[{"kind":"paste","id":1,"chars":3,"lines":2,"content":"a\n\""},"#
                + #"{"kind":"knowledge_ref","slug":"k"},{"kind":"workflow_invoke","slug":"w"},{"kind":"file_ref","path":"f"},"#
                + #"{"kind":"text","content":"\n"},{"kind":"file_ref","path":"g"}]}}"#,
            .input, ##"{"kind":"user","content":"a\n\"#k/w @f\n@g"}"##
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
    func `each method has its request on the events API`(method: String, operation: Shared.Operation, body: String)
        throws
    {
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
    func `some methods have a request on the protocol API`(method: String, operation: Shared.Operation, body: String)
        throws
    {
        #expect(try request(method, api: .protocol) == .post(operation, body: Array(body.utf8)))
    }

    @Test func `all but two of the 14 methods are unchanged messages on the protocol API`() throws {
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

    @Test func `segments that the protocol API does not know become text`() throws {
        let run = { (segment: String) in
            ##"{"method":"run","params":{"input":[\##(segment),{"kind":"flow","selector":"f"}]}}"##
        }
        let text = run(##"{"kind":"text","content":"#k"}"##)
        let request = try request(run(#"{"kind":"knowledge_ref","slug":"k"}"#), api: .protocol)
        #expect(request == .message(Array(text.utf8)))
    }

    @Test func `completions are not requested where that would hang the Backend`() throws {
        let method = #"{"method":"list_completions","params":{"kind":"file","prefix":""}}"#
        guard case .notOffered = try request(method, api: .protocol, runtime: "embedded-worker-runtime") else {
            Issue.record("it would be sent")
            return
        }
    }

    @Test func `methods that the events API does not offer are named`() throws {
        // A segment that nobody knows is refused before that.
        let lines = SampleLines.methods.filter { !$0.contains(#""kind":"unknown""#) }
        let refused = try lines.compactMap { line -> String? in
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
        (
            #"{"state":"unsupported","x":1,"x":2,"diagnostics":[{"message":"m","severity":7},{"code":"c"},{}]}"#,
            [
                "The Backend answered `unsupported` to input for r:w", "The Backend remarks on input for r:w: m",
                "The Backend remarks on input for r:w [c]: c",
            ]
        ),
        (#"{"state":"accepted","diagnostics":null}"#, []),
        (#"{"state":"accepted","diagnostics":[{"code":"c","severity":"info","message":"m"}]}"#, []),
    ])
    func `a reply becomes sentences`(text: String, sentences: [String]) throws {
        let target = try #require(Self.target)
        let reply = try OperationReply(JSON(text))
        let refusal = reply.refusal(of: .input, for: target).map { [$0] } ?? []
        #expect(refusal + reply.objections(to: .input, for: target) == sentences)
    }

    @Test func `a reply's information is not an error, and unreadable remarks are counted`() throws {
        let text = #"{"state":"accepted","diagnostics":[{"code":"c","severity":"info","message":"m"},[],{"code":1}]}"#
        let reply = try OperationReply(JSON(text))
        #expect(
            try reply.information(on: .stop, for: #require(Self.target)) == [
                "The Backend remarks on stop for r:w [c]: m"
            ])
        #expect(reply.unreadable == 2)
    }

    @Test(arguments: [
        ("{}", "its `state` is missing or not a string"), (#"{"state":1}"#, "its `state` is missing or not a string"),
        ("[]", "its `state` is missing or not a string"), (#"{"state":"novel"}"#, "its `state` is \"novel\""),
        (#"{"state":"accepted","state":"rejected"}"#, "it has `state` twice"),
    ])
    func `a reply without a clear state is neither yes nor no`(text: String, sentence: String) {
        let error = #expect(throws: UnreadableReply.self) { try OperationReply(JSON(text)) }
        #expect(error?.description == sentence)
    }
}
