import TestSupport
import Testing

@testable import Shared

struct HandshakeTests {
    @Test func `the handshake request is as the standard requires`() {
        #expect(
            String(decoding: Handshake.sample.request, as: UTF8.self) == """
                GET /chat HTTP/1.1\r
                Host: server.example.com\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r

                """)
    }

    @Test(arguments: [
        ("Authorization: Bearer t", true), ("User-Agent: mine", true), ("Host: other:1", true), ("Cookie: a=b", true),
        ("Upgrade: h2c", false), ("connection: close", false), ("Sec-WebSocket-Extensions: x", false),
        ("sec-websocket-key: mine", false), ("Content-Length: 5", false), ("Transfer-Encoding: chunked", false),
    ])
    func `headers may be added and replaced, but not those of the handshake`(line: String, isSent: Bool) throws {
        let parts = line.split(separator: ": ")
        let field = try #require(HTTPHeaders.Field(name: parts[0], value: parts[1]))
        let endpoint = try #require(Endpoint(url: "wss://me:p%40w@host.example:444/a/..?q=%2F"))
        let handshake = Handshake(endpoint: endpoint, headers: HTTPHeaders([field]), key: SIMD16())
        let lines = String(decoding: handshake.request, as: UTF8.self).split(separator: "\r\n")
        #expect(lines[0] == "GET /a/..?q=%2F HTTP/1.1")
        #expect(lines.contains { $0 == line } == isSent)
        let names = lines.dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
        #expect(Set(names).count == names.count, "no field twice")
        #expect(Set(names).isSuperset(of: ["host", "upgrade", "connection", "authorization"]))
    }

    @Test(arguments: Fixtures.table("websocket/handshakes.txt"))
    func `the handshake response is read the same wherever it is cut`(row: FixtureRow) {
        let input = bytes(
            row[1].replacing("EOF", with: "")
                .replacing(
                    "OK ",
                    with: "'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n' "
                )
                .replacing("ACCEPT ", with: "'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\r\\n' "))
        // Short pieces put a cut at every byte; long inputs are filler for the most part.
        let sizes = input.count < 1000 ? Array(1...30) + [input.count + 1] : [61, 997, input.count]
        for size in sizes {
            var driver = SessionDriver()
            driver.feed(input, inPiecesOf: size)
            if row[1].hasSuffix("EOF") { driver.finish() }
            // What is quoted of a peer that speaks something else depends on how much of it came.
            let happened = driver.steps.joined(separator: ", ")
            #expect(happened == row[2] || happened.hasPrefix(row[2] + ": "), "pieces of \(size)")
        }
    }

    @Test func `the accept key depends on the random key`() {
        let other = Handshake(endpoint: .sample, key: SIMD16(repeating: 1))
        #expect(Handshake.sample.acceptKey == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(other.acceptKey != Handshake.sample.acceptKey)
    }
}
