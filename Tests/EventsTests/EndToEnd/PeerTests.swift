import Foundation
import Glibc
import TestSupport
import Testing

/// `yoi-events` and what other people put between it and a Backend.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PeerTests {
    static let hasTLS = Peers.nginx.isWanted && Peer.openssl.isWanted

    @Test(.enabled(if: Peers.websockets.isWanted, "Python's websockets is not installed"))
    func `yoi-events reads from Python's websockets, which closes in between`() throws {
        let peers = try Neighbourhood(server: "observation-server.py")
        let outcome = try follow(
            peers, "http://127.0.0.1:@UPSTREAM@", ["--no-transcript", "-n", "1002", "--retry-delay", "1ms"])
        #expect(outcome.status == 0, "\(outcome)")
        let last =
            ["text_delta " + String(repeating: "é語🎉", count: 100_000)]
            + ["text_delta " + String(repeating: "z", count: 8 << 20)]
        #expect(try outcome.lines.map(gist) == (0..<1_000).map { "text_delta \($0)" } + last)
        #expect(outcome.stderr.contains("(1012: restart); trying again"), "\(outcome.stderr)")
        #expect(try peers.verdict() == "from bo_0, closed with 1012")
        #expect(try peers.verdict() == "from bo_00000000000001f4, closed with 1000")
    }

    @Test(
        .enabled(if: hasTLS, "nginx or openssl is not installed"),
        arguments: [
            ("https://localhost:@GOOD@", true, Int32(0), "connecting to localhost:"),
            ("https://localhost:@ELSEWHERE@", true, 69, "no trusted TLS connection to localhost:"),
            ("https://localhost:@EXPIRED@", true, 69, "certificate has expired"),
            ("https://localhost:@GOOD@", false, 69, "unable to get local issuer certificate"),
            ("http://localhost:@GOOD@", true, 65, "refused the event stream: 400"),
        ])
    func `yoi-events works with nginx as TLS and WebSocket reverse proxy`(
        url: String, trusts: Bool, status: Int32, says: String
    ) throws {
        let backend = try FixtureBackend(["--transcript", "2", "--play", "fix-a-test", "--pace", "0ms"])
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startNginx()
        let outcome = try follow(
            peers, url, ["--until-idle", "-x", "-v", "--retry", "0"],
            trusts ? ["SSL_CERT_FILE": "@DIRECTORY@/authority.pem"] : [:])
        #expect(outcome.status == status && outcome.stderr.contains(says), "\(outcome)")
        guard status == 0 else { return }
        try expectWholeRun(outcome)
        #expect(Set(backend.requests.compactMap { $0.header("host") }) == [peers.fill("localhost:@GOOD@")])
    }

    @Test(.enabled(if: hasTLS, "nginx or openssl is not installed"))
    func `yoi-events resumes when a Backend behind nginx dies and comes back`() throws {
        let folder = try TemporaryDirectory()
        let backend = try FixtureBackend(["--state", folder.file("state"), "--play", "fix-a-test", "--pace", "2ms"])
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startNginx()
        let program = try Program("yoi-events").start(
            [
                "--backend", peers.fill("https://localhost:@GOOD@"), "--runtime", FixtureBackend.runtimeID, "--worker",
                FixtureBackend.workerID, "--no-transcript", "--until-idle", "--retry", "20", "--retry-delay", "50ms",
            ], environment: ["SSL_CERT_FILE": peers.fill("@DIRECTORY@/authority.pem")])
        try program.waitForLine { $0.contains("tool_result") }
        try backend.kill()
        try program.waitForLine { $0.contains("connection_lost") }
        try backend.restart()
        let outcome = try program.wait()
        #expect(outcome.status == 0 && outcome.errorLines.count == 2, "\(outcome)")
        let isEvent = { (line: String) in try !["snapshot", "error"].contains(gist(line)) }
        let recorded = try Fixtures.lines("recordings/worker/fix-a-test.jsonl").filter(isEvent)
        #expect(try outcome.lines.filter(isEvent) == recorded)
    }

    /// Only where the machine is there for tests: it changes what the whole system trusts, for as long as the test runs.
    @Test(.enabled(if: hasTLS && Peers.areRequired && geteuid() == 0, "changes the system's store: as root in CI only"))
    func `an authority in the system's own store is trusted`() throws {
        let backend = try FixtureBackend(["--play", "fix-a-test", "--pace", "0ms"])
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startNginx()
        let place = "/usr/local/share/ca-certificates/yoi-filters-test.crt"
        let update = try Program(path: "/usr/sbin/update-ca-certificates")
        try FileManager.default.copyItem(atPath: peers.directory.file("authority.pem"), toPath: place)
        defer {
            try? FileManager.default.removeItem(atPath: place)
            _ = try? update.run(["--fresh"], limit: .seconds(60))
        }
        #expect(try update.run(limit: .seconds(60)).status == 0)
        let outcome = try follow(peers, "https://localhost:@GOOD@", ["--until-idle", "-x"])
        #expect(outcome.status == 0, "\(outcome)")
        try expectWholeRun(outcome)
    }

    @Test(
        .enabled(if: hasTLS && Peers.tinyproxy.isWanted, "tinyproxy, nginx or openssl is not installed"),
        arguments: [
            ("http://127.0.0.1:@UPSTREAM@", "http_proxy", "me:pass@", Int32(0), nil),
            ("https://localhost:@GOOD@", "https_proxy", "me:pass@", 0, nil),
            ("https://localhost:@GOOD@", "all_proxy", "me:pass@", 0, nil),
            ("http://127.0.0.1:@UPSTREAM@", "http_proxy", "me:wrong@", 77, "the proxy 127.0.0.1:"),
            ("https://localhost:@GOOD@", "https_proxy", "", 77, "the proxy 127.0.0.1:"),
        ])
    func `yoi-events works through tinyproxy's tunnel`(
        url: String, variable: String, user: String, status: Int32, says: String?
    ) throws {
        let backend = try FixtureBackend(["--play", "fix-a-test", "--pace", "0ms"])
        let peers = try Neighbourhood(upstream: backend.port)
        try peers.startNginx()
        try peers.startProxy()
        let outcome = try follow(
            peers, url, ["--until-idle", "-x", "--retry", "0"],
            [variable: "http://\(user)127.0.0.1:@PROXY@", "SSL_CERT_FILE": "@DIRECTORY@/authority.pem"])
        #expect(outcome.status == status, "\(outcome)")
        if let says { #expect(outcome.stderr.contains(says), "\(outcome)") }
        #expect(!outcome.stderr.contains("wrong") && !outcome.text.contains("wrong"), "\(outcome)")
        guard status == 0 else { return }
        try expectWholeRun(outcome)
        #expect(peers.directory.read("tinyproxy.log")?.contains("CONNECT ") == true)
    }

    private func expectWholeRun(_ outcome: Outcome) throws {
        let recorded = try Fixtures.lines("recordings/worker/fix-a-test.jsonl").filter { try gist($0) != "snapshot" }
        #expect(Array(outcome.lines.suffix(recorded.count)) == recorded, "\(outcome)")
    }

    private func follow(
        _ peers: Neighbourhood, _ url: String, _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> Outcome {
        let target = [
            "--backend", peers.fill(url), "--runtime", "runtime-a", "--worker", "worker-00000001", "--api", "events",
        ]
        return try Program("yoi-events").run(
            target + arguments, environment: environment.mapValues(peers.fill), limit: .seconds(60))
    }
}
