import TestSupport
import Testing

/// What other tests would not notice if the fixture backend got it wrong.
struct FixtureBackendTests {
    private let worker = "/api/runtimes/runtime-a/workers/worker-00000001"

    @Test func `fixture-backend logs byte for byte what it received`() throws {
        let backend = try FixtureBackend()
        let request = "POST /api/%2e%2E/x?a=%2f HTTP/1.1\r\nHOST: h\r\nX-y:  z \r\nconnection: close\r\n"
        _ = try LoopbackHTTP.exchange(port: backend.port, Array((request + "content-length: 3\r\n\r\na\"b").utf8))
        let seen = try backend.waitForLog("the request") { $0.method == "POST" }
        #expect(seen.path == "/api/%2e%2E/x?a=%2f")
        #expect(seen.headers?.prefix(2) == [["HOST", "h"], ["X-y", "z"]])
        #expect(seen.body == "a\"b")
    }

    @Test(
        arguments: Fixtures.names(in: "scripts").flatMap { folder in
            Fixtures.names(in: "scripts/" + folder).map { "\(folder)/\($0.dropLast(5))" }
        })
    func `every script in the fixtures is valid`(name: String) throws {
        _ = try FixtureBackend(["--script", name])
    }

    @Test(arguments: [
        #"{"rules":[{"steps":[]}]}"#, #"{"rules":[{"do":[{"sned":"x"}]}]}"#,
        #"{"rules":[{"do":[{"send":"x","pace":"1s"}]}]}"#,
        #"{"rules":[{"shape":{"cut":[2,1]}}]}"#, #"{"rules":[{"do":[{"hex":"0g"}]}]}"#,
        #"{"rules":[{"do":[{"end":"x"}]}]}"#,
    ])
    func `a misspelt script is refused`(script: String) throws {
        let outcome = try Program("fixture-backend").run(["--script", script])
        #expect(outcome.status == 64, "\(outcome)")
    }

    @Test func `a killed server comes back on its port`() throws {
        let backend = try FixtureBackend()
        _ = try LoopbackHTTP.post(port: backend.port, worker + "/input", #"{"kind":"user","content":"x"}"#)
        try backend.kill()
        #expect(throws: TestFailure.self) { try backend.publish("{}") }
        try backend.restart()
        try backend.publish("{}")
        #expect(backend.requests.count == 2)
    }
}
