import Foundation
import Testing

@testable import Shared

@Suite struct `A method becomes` {
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
    func `a request`(method: String, operation: Shared.Operation, body: String) throws {
        let request = Request(try Method(json: JSON(method), mode: .strict), reason: "me")
        #expect(request == .post(operation, body: Array(body.utf8)))
    }

    @Test func `or is refused by name`() throws {
        let refused = try SampleLines.methods.compactMap { line -> String? in
            guard case .notOffered(let sentence) = Request(try Method(json: JSON(line)), reason: "") else { return nil }
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
    func `says what it is in sentences`(text: String, sentences: [String]) throws {
        let target = try #require(Self.target)
        let reply = try Reply(JSON(text))
        let refusal = reply.refusal(of: .input, for: target).map { [$0] } ?? []
        #expect(refusal + reply.objections(to: .input, for: target) == sentences)
    }

    @Test func `keeps what is not an error apart, and counts what cannot be read`() throws {
        let text = #"{"state":"accepted","diagnostics":[{"code":"c","severity":"info","message":"m"},[],{"code":1}]}"#
        let reply = try Reply(JSON(text))
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
    func `without a clear state is neither yes nor no`(text: String, sentence: String) {
        let error = #expect(throws: UnreadableReply.self) { try Reply(JSON(text)) }
        #expect(error?.description == sentence)
    }
}
