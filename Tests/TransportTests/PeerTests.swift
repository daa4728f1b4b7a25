import Shared
import TestSupport
import Testing
@testable import Transport

/// Our WebSocket and byte stream against programs that other people wrote.
@Suite(
    .serialized, .enabled(if: Peers.websockets.isWanted, "Python's websockets is not installed"),
    .timeLimit(.minutes(10)))
struct PeerTests {
    private static let passed = "passed, closed with 4000"

    @Test func `our WebSocket talks to Python's websockets`() throws {
        let peers = try Neighbourhood()
        for scheme in ["ws", "http"] {
            let echo = try run(peers, "\(scheme)://127.0.0.1:@UPSTREAM@/any?thing")
            #expect(try peers.verdict() == Self.passed)
            #expect(echo.status == 0, "\(echo)")
        }
    }

    @Test(.enabled(if: Peers.nginx.isWanted && Peer.openssl.isWanted, "nginx or openssl is not installed"))
    func `our WebSocket works through nginx and TLS`() throws {
        let peers = try Neighbourhood()
        try peers.startNginx()
        for url in ["wss://localhost:@GOOD@/", "https://127.0.0.1:@GOOD@/"] {
            for variable in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
                let echo = try run(peers, url, [variable: "@DIRECTORY@/authority.pem"])
                #expect(echo.status == 0, "\(echo)")
                #expect(try peers.verdict() == Self.passed)
            }
        }
    }

    @Test(
        .enabled(if: Peers.nginx.isWanted && Peer.openssl.isWanted, "nginx or openssl is not installed"),
        arguments: [
            ("wss://localhost:@ELSEWHERE@/", true, 69, "no alternative certificate subject name matches"),
            ("wss://localhost:@EXPIRED@/", true, 69, "certificate has expired"),
            ("wss://localhost:@GOOD@/", false, 69, "unable to get local issuer certificate"),
            ("ws://localhost:@GOOD@/", true, 3, "refused the WebSocket: 400"),
            ("wss://localhost:@UPSTREAM@/", true, 69, "no trusted TLS connection"),
            ("wss://localhost:@GOOD@/down", true, 3, "refused the WebSocket: 502"),
            ("wss://localhost:@GOOD@/plain", true, 3, "refused the WebSocket: 200"),
        ])
    func `a server without a trusted certificate, or without a WebSocket, is refused`(
        url: String, trusts: Bool, status: Int32, says: String
    ) throws {
        let peers = try Neighbourhood()
        try peers.startNginx()
        let echo = try run(peers, url, trusts ? ["SSL_CERT_FILE": "@DIRECTORY@/authority.pem"] : [:])
        #expect(echo.status == status && echo.stderr.contains(says), "\(echo)")
        #expect(echo.errorLines.count == 1, "\(echo)")
    }

    @Test(.enabled(if: Peers.nginx.isWanted && Peer.openssl.isWanted, "nginx or openssl is not installed"))
    func `HTTP over TLS stays HTTP/1.1`() throws {
        let peers = try Neighbourhood()
        try peers.startNginx()
        var options = TransportOptions()
        options.certificateFile = peers.directory.file("authority.pem")
        for _ in 0..<2 {
            let request = HTTPRequest(method: .get, url: peers.fill("https://localhost:@GOOD@/plain"))
            let response = try HTTPExchange.perform(request, options: options)
            #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("HTTP/1.1 over TLSv1."))
        }
    }

    @Test(
        .enabled(
            if: Peers.tinyproxy.isWanted && Peers.nginx.isWanted && Peer.openssl.isWanted,
            "tinyproxy, nginx or openssl is not installed"))
    func `our WebSocket works through a proxy's tunnel with and without TLS`() throws {
        let peers = try Neighbourhood()
        try peers.startNginx()
        try peers.startProxy()
        let proxy = "http://me:pass@127.0.0.1:@PROXY@"
        for (url, variable) in [
            ("ws://127.0.0.1:@UPSTREAM@/", "http_proxy"), ("wss://localhost:@GOOD@/", "https_proxy"),
            ("wss://localhost:@GOOD@/", "all_proxy"),
        ] {
            let before = peers.directory.read("tinyproxy.log") ?? ""
            let echo = try run(peers, url, [variable: proxy, "SSL_CERT_FILE": "@DIRECTORY@/authority.pem"])
            #expect(echo.status == 0, "\(echo)")
            #expect(try peers.verdict() == Self.passed)
            let log = (peers.directory.read("tinyproxy.log") ?? "").dropFirst(before.count)
            #expect(log.contains("CONNECT "), "\(log)")
        }
    }

    @Test(
        .enabled(if: Peers.tinyproxy.isWanted, "tinyproxy is not installed"),
        arguments: [
            ("http://me:pass@127.0.0.1:@PROXY@", "", 69, "cannot reach 127.0.0.1:@CLOSED@ through the proxy"),
            (
                "http://me:wrong@127.0.0.1:@PROXY@", "", 77,
                "the proxy 127.0.0.1:@PROXY@ asks for a user name and password"
            ),
            ("http://me:pass@127.0.0.1:@CLOSED@", "", 69, "through the proxy 127.0.0.1:@CLOSED@: Connection refused"),
            ("http://no-such-host.invalid:1", "", 69, "the proxy no-such-host.invalid:1: Could not resolve proxy"),
            ("http://127.0.0.1:@PROXY@", "127.0.0.1", 69, "cannot connect to 127.0.0.1:@CLOSED@: Connection refused"),
        ])
    func `a proxy that fails is named`(proxy: String, no: String, status: Int32, says: String) throws {
        let peers = try Neighbourhood()
        try peers.startProxy()
        // A port that is not in a list, on which nobody listens; another one if the proxy itself is down.
        let url = proxy.contains("@CLOSED@") ? "ws://127.0.0.1:@UPSTREAM@/" : "ws://127.0.0.1:@CLOSED@/"
        let echo = try run(peers, url, ["http_proxy": proxy, "no_proxy": no])
        #expect(echo.status == status && echo.stderr.contains(peers.fill(says)), "\(echo)")
        #expect(!echo.stderr.contains("me:") && !echo.stderr.contains("wrong"), "\(echo)")
    }

    private func run(_ peers: Neighbourhood, _ url: String, _ environment: [String: String] = [:]) throws -> Outcome {
        try Program("websocket-echo").run(
            [peers.fill(url)], environment: environment.mapValues(peers.fill), limit: .seconds(60))
    }
}
