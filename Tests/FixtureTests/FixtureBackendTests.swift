import TestSupport
import Testing

/// What other tests would not notice if the fixture backend got it wrong.
struct FixtureBackendTests {
    private let worker = "/api/runtimes/runtime-a/workers/worker-00000001"

    @Test func `what it saw is told byte for byte`() throws {
        let backend = try FixtureBackend()
        let request = "POST /api/%2e%2E/x?a=%2f HTTP/1.1\r\nHOST: h\r\nX-y:  z \r\nconnection: close\r\n"
        _ = try LoopbackHTTP.exchange(port: backend.port, Array((request + "content-length: 3\r\n\r\na\"b").utf8))
        let seen = try backend.waitForLog("the request") { $0.method == "POST" }
        #expect(seen.path == "/api/%2e%2E/x?a=%2f")
        #expect(seen.headers?.prefix(2) == [["HOST", "h"], ["X-y", "z"]])
        #expect(seen.body == "a\"b")
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
