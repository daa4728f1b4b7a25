import TestSupport
import Testing

/// What other people put between `yoi-send` and a Backend.
@Suite(.serialized, .timeLimit(.minutes(2))) struct `yoi-send through nginx and tinyproxy` {
    private static let hasTLS = Peers.nginx.isWanted && Peer.openssl.isWanted

    private func send(
        _ peers: Neighbourhood, _ url: String, _ arguments: [String] = [], _ environment: [String: String] = [:]
    ) throws -> Outcome {
        try Program("yoi-send").run(
            ["--backend", url, "--runtime-id", FixtureBackend.runtimeID, "--worker-id", FixtureBackend.workerID]
                .map(peers.fill) + ["--api", "events", "-m", "x"] + arguments.map(peers.fill),
            environment: environment.mapValues(peers.fill))
    }

    @Test(.enabled(if: hasTLS, "nginx or openssl is not installed"))
    func `a client certificate is shown to a server that asks for one`() throws {
        let backend = try FixtureBackend()
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startNginx()
        let trust = ["SSL_CERT_FILE": "@DIRECTORY@/authority.pem"]
        let url = "https://localhost:@MUTUAL@"
        let both = try send(peers, url, ["--cert", "@DIRECTORY@/client-both.pem"], trust)
        #expect(both.status == 0, "\(both)")
        let apart = try send(
            peers, url, ["--cert", "@DIRECTORY@/client.pem", "--key", "@DIRECTORY@/client.key"], trust)
        #expect(apart.status == 0, "\(apart)")
        let without = try send(peers, url, [], trust)
        #expect(without.status == 65 && without.stderr.contains("400 Bad Request"), "\(without)")
        let missing = try send(peers, url, ["--cert", "@DIRECTORY@/nobody.pem"], trust)
        #expect(missing.status == 69 && missing.stderr.contains("nothing was sent"), "\(missing)")
        #expect(backend.requests.count == 2)
    }

    @Test(.enabled(if: hasTLS, "nginx or openssl is not installed"))
    func `a Unix domain socket replaces the host`() throws {
        let backend = try FixtureBackend()
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startNginx()
        let socket = ["--unix-socket", "@DIRECTORY@/nginx.socket"]
        let outcome = try send(peers, "http://any.invalid", socket, ["http_proxy": "127.0.0.1:@CLOSED@"])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(backend.requests.map { $0.header("host") } == ["any.invalid"])
        let list = try Program("yoi-events").run(
            ["--list", "--backend", "http://any.invalid"] + socket.map(peers.fill))
        #expect(list.status == 0, "\(list)")
        let nobody = try send(peers, "http://any.invalid", ["--unix-socket", "@DIRECTORY@/nobody"])
        #expect(nobody.status == 69, "\(nobody)")
        #expect(nobody.stderr.contains(peers.fill("cannot connect to @DIRECTORY@/nobody: No such file")), "\(nobody)")
    }

    @Test(
        .enabled(if: Peers.tinyproxy.isWanted, "tinyproxy is not installed"),
        arguments: [
            ("me:pass@", 0, ""),
            ("", 77, "the proxy 127.0.0.1:@PROXY@ asks for a user name and password, or for other ones"),
            ("me:s3cret@", 77, "the proxy 127.0.0.1:@PROXY@"),
        ])
    func `messages name a proxy that forwards a refusal`(login: String, status: Int32, says: String) throws {
        let backend = try FixtureBackend()
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startProxy()
        let outcome = try send(
            peers, "http://127.0.0.1:@UPSTREAM@", [], ["http_proxy": "http://\(login)127.0.0.1:@PROXY@"])
        #expect(outcome.stderr.contains(peers.fill(says)) && !outcome.description.contains("s3cret"), "\(outcome)")
        #expect(outcome.status == status, "\(outcome)")
        #expect(backend.requests.count == (status == 0 ? 1 : 0))
    }

    @Test(.enabled(if: Peers.tinyproxy.isWanted, "tinyproxy is not installed"))
    func `the message for a refusal by a proxy names the proxy`() throws {
        let backend = try FixtureBackend(["--script", "http/status-403"])
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startProxy()
        let outcome = try send(
            peers, "http://127.0.0.1:@UPSTREAM@", [], ["http_proxy": "http://me:pass@127.0.0.1:@PROXY@"])
        #expect(outcome.status == 77)
        #expect(outcome.stderr.contains(peers.fill("(through the proxy 127.0.0.1:@PROXY@)")), "\(outcome)")
    }

    @Test(arguments: ["127.1", "[0:0:0:0:0:0:0:1]", "[::1%25lo]"])
    func `messages name no proxy if there is none`(host: String) throws {
        let port = try LoopbackPort.refusing()
        let outcome = try Program("yoi-send").run([
            "--backend", "http://\(host):\(port)", "--runtime-id", "r", "--worker-id", "w", "-m", "x",
        ])
        #expect(outcome.status == 69)
        #expect(outcome.stderr.contains("cannot connect to ") && !outcome.stderr.contains("proxy"), "\(outcome)")
    }

    @Test func `messages name a proxy whose port begins like the Backend's`() throws {
        let port = try LoopbackPort.refusing()
        let outcome = try Program("yoi-send").run(
            ["--backend", "http://127.0.0.1:\(port / 10)", "--runtime-id", "r", "--worker-id", "w", "-m", "x"],
            environment: ["http_proxy": "127.0.0.1:\(port)"])
        #expect(outcome.status == 69)
        #expect(outcome.stderr.contains("through the proxy 127.0.0.1:\(port): Connection refused"), "\(outcome)")
    }

    @Test(arguments: ["u:s3cret@h.invalid", "u:s3/cr#et@h.invalid", "http://u:s3'cret@h.invalid:99999", "s3cret@:x"])
    func `yoi-send never shows a proxy's password`(proxy: String) throws {
        let outcome = try Program("yoi-send").run(
            ["--backend", "http://127.0.0.1:1", "--runtime-id", "r", "--worker-id", "w", "-m", "x", "-v"],
            environment: ["http_proxy": proxy])
        #expect(outcome.status == 69)
        #expect(!outcome.description.contains("s3") && !outcome.description.contains("cret"), "\(outcome)")
    }
}
