import Testing

@testable import Shared

@Suite struct `An answer` {
    @Test(
        arguments: [
            (200, nil), (204, nil), (301, .protocolError), (400, .badInput), (401, .noPermission), (403, .noPermission),
            (404, .notFound), (405, .protocolError), (409, .tryLater), (413, .badInput), (422, .badInput),
            (429, .tryLater),
            (500, .unavailable), (502, .unavailable), (503, .tryLater), (504, .unavailable),
        ] as [(Int, Shared.ExitStatus?)])
    func `each HTTP status has the right exit status`(status: Int, failure: Shared.ExitStatus?) {
        #expect(HTTPResponse(status: status).failure == failure)
    }

    @Test(arguments: [
        (#"{"error":"Not Found","message":"unknown worker"}"#, "404 Gone: unknown worker"),
        (#"{"error":"e"}"#, "404 Gone: e"), ("plain words", "404 Gone: plain words"), ("", "404 Gone"),
        (#"{"message":7}"#, #"404 Gone: {"message":7}"#),
        (String(repeating: "é", count: 9_999), "404 Gone: " + String(repeating: "é", count: 300)),
    ])
    func `a refusal quotes the server's own words`(body: String, complaint: String) {
        #expect(HTTPResponse(status: 404, reason: "Gone", body: Array(body.utf8)).complaint == complaint)
    }

    @Test func `a refusal says when to retry`() throws {
        let field = try #require(HTTPHeaders.Field(name: "retry-after", value: "7"))
        let answer = HTTPResponse(status: 503, headers: HTTPHeaders([field]))
        #expect(answer.complaint == "503 (Retry-After: 7)")
    }
}
