import Foundation
import Testing

@testable import Shared

@Suite struct `A method becomes` {
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
