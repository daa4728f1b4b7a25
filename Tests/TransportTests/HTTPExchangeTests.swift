import Foundation
import Glibc
import Shared
import TestSupport
import Testing
@testable import Transport

struct HTTPExchangeTests {
    @Test(.timeLimit(.minutes(10)), arguments: Fixtures.table("http/answers.txt"))
    func `HTTP responses are handled as the table says`(row: FixtureRow) throws {
        let server = try RawServer(answer: bytes(row[2]), ending: try #require(RawServer.Ending(rawValue: row[3])))
        defer { server.stop() }
        let method = try #require(HTTPMethod(rawValue: row[1]))
        let options = TransportOptions(
            totalTimeout: .milliseconds(row[4].hasPrefix("timeout") ? 300 : 20_000), bodyLimit: 1000)
        let request = HTTPRequest(method: method, url: server.url + "/x", body: Array("body".utf8))
        #expect(Self.outcome(of: request, options: options) == row[4])
        #expect(server.requests.count == 1, "no request is repeated")
    }

    /// A page on a slow line may take its time, but not stop.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            ("hello world", RawServer.Ending.close, "200 - hello world"), ("hello", .stall, "closedEarly 69 sent"),
        ])
    func `a response may take any time as long as data keeps coming`(
        body: String, ending: RawServer.Ending, outcome: String
    ) throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"
        let server = try RawServer(answer: Array((head + body).utf8), ending: ending, pause: .milliseconds(20))
        defer { server.stop() }
        var options = TransportOptions(totalTimeout: .zero)
        options.stallTimeout = .milliseconds(500)
        let start = ContinuousClock.now
        #expect(Self.outcome(of: HTTPRequest(method: .get, url: server.url), options: options) == outcome)
        #expect(start.duration(to: .now) > .milliseconds(800))
    }

    @Test func `a request is sent as written`() throws {
        let server = try RawServer(
            answer: bytes("'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n'"), ending: .close)
        defer { server.stop() }
        let headers = HTTPHeaders(
            [("Content-Type", "application/json"), ("X-Empty", ""), ("User-Agent", "yoi/1"), ("Accept", "*/*")]
                .compactMap { HTTPHeaders.Field(name: $0.0, value: $0.1) })
        let url = server.url + "/p/../a%2Fb/./%2e%2e/c//d?start=0&q=%20"
        _ = try HTTPExchange.perform(
            HTTPRequest(method: .post, url: url, headers: headers, body: Array("{\"a\":\"ü\\u0000\"}".utf8)))
        _ = try HTTPExchange.perform(HTTPRequest(method: .post, url: url, headers: headers))
        _ = try HTTPExchange.perform(HTTPRequest(method: .get, url: url + "#part"))
        let common = "HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
        let fields = "Content-Type: application/json\r\nX-Empty:\r\nUser-Agent: yoi/1\r\nAccept: */*\r\n"
        #expect(
            server.requests == [
                "POST /p/../a%2Fb/./%2e%2e/c//d?start=0&q=%20 \(common)\(fields)Content-Length: 16\r\n\r\n{\"a\":\"ü\\u0000\"}",
                "POST /p/../a%2Fb/./%2e%2e/c//d?start=0&q=%20 \(common)\(fields)Content-Length: 0\r\n\r\n",
                "GET /p/../a%2Fb/./%2e%2e/c//d?start=0&q=%20 \(common)Accept: */*\r\n\r\n",
            ])
    }

    @Test func `a large request body arrives whole`() throws {
        let server = try RawServer(
            answer: bytes("'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n'"), ending: .close)
        defer { server.stop() }
        let body = [UInt8](repeating: 0x61, count: 3_000_000)
        #expect(try HTTPExchange.perform(HTTPRequest(method: .post, url: server.url, body: body)).status == 200)
        let request = try #require(server.requests.first)
        #expect(request.utf8.count > body.count && !request.contains("Expect:"))
    }

    @Test(arguments: [
        ("http://no-such-host.invalid/", "unresolved 69 unsent"), ("ftp://h/", "badURL 64 unsent"),
        ("", "badURL 64 unsent"),
        ("http://127.0.0.1:REFUSING/", "unconnected 69 unsent"), ("https://127.0.0.1:PLAIN/", "tls 69 unsent"),
        ("http://127.0.0.1:FULL/", "connectTimeout 69 unsent"),
    ])
    func `nothing is sent without a connection`(url: String, outcome: String) throws {
        let plain = try RawServer(answer: bytes("'hello\\r\\n'"), ending: .close, speaksFirst: true)
        defer { plain.stop() }
        let full = try FullListener()
        let url = url.replacing("REFUSING", with: "\(try LoopbackPort.refusing())")
            .replacing("PLAIN", with: "\(plain.port)").replacing("FULL", with: "\(full.port)")
        let request = HTTPRequest(method: .post, url: url, body: [1])
        #expect(
            Self.outcome(
                of: request,
                options: TransportOptions(connectTimeout: .milliseconds(url.contains("\(full.port)") ? 300 : 10_000)))
                == outcome)
    }

    @Test func `user information is sent and never shown`() throws {
        let server = try RawServer(
            answer: bytes("'HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n'"), ending: .close)
        defer { server.stop() }
        _ = try HTTPExchange.perform(HTTPRequest(method: .get, url: "http://me:pass%21@127.0.0.1:\(server.port)/"))
        #expect(server.requests.first?.contains("Authorization: Basic bWU6cGFzcyE=\r\n") == true)
        let port = try LoopbackPort.refusing()
        let error = #expect(throws: TransportError.self) {
            try HTTPExchange.perform(HTTPRequest(method: .get, url: "http://me:secret@127.0.0.1:\(port)/"))
        }
        #expect(error?.description == "cannot connect to 127.0.0.1:\(port): Connection refused")
    }

    @Test(.timeLimit(.minutes(10))) func `waiting for a response ends when the caller stops`() throws {
        let server = try RawServer(answer: [], ending: .stall)
        defer { server.stop() }
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let writer = ends[1]
        Thread.detachNewThread {
            try? waitUntil("the request") { !server.requests.isEmpty }
            write(writer, "x", 1)
        }
        let error = #expect(throws: TransportError.self) {
            try HTTPExchange.perform(HTTPRequest(method: .post, url: server.url), stop: ends[0])
        }
        #expect(error?.reason == .stopped && error?.wasSent == true)
    }
}

extension HTTPExchangeTests {
    private static func outcome(of request: HTTPRequest, options: TransportOptions) -> String {
        do throws(TransportError) {
            let response = try HTTPExchange.perform(request, options: options)
            let body = String(decoding: response.body, as: UTF8.self)
            let shown = body.utf8.count > 100 ? "of \(body.utf8.count) bytes" : body
            return "\(response.status) \(response.headers["X"] ?? "-")" + (shown.isEmpty ? "" : " \(shown)")
        } catch {
            let kind = "\(error.reason)".prefix { $0 != "(" }
            return "\(kind) \(error.exitStatus.rawValue) \(error.wasSent ? "sent" : "unsent")"
        }
    }
}
