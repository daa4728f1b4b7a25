import TestSupport
import Testing

@Suite(.enabled(if: Peer.openssl.isWanted)) struct `yoi-send over TLS` {
    /// A TLS server that is trusted through `SSL_CERT_FILE`, for a certificate of these names.
    private final class Server {
        let certificate: String
        let port: String
        private let directory: TemporaryDirectory
        private let process: RunningProgram

        init(names: String) throws {
            directory = try TemporaryDirectory()
            certificate = directory.file("certificate.pem")
            let openssl = try Peer.openssl.program
            let made = try openssl.run([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext",
                "subjectAltName=\(names)", "-keyout", directory.file("key.pem"), "-out", certificate,
            ])
            guard made.status == 0 else { throw TestFailure(made.stderr) }
            process = try openssl.start(
                [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", directory.file("key.pem"),
                    "-naccept", "1",
                ], input: .pipe)
            let line = try process.waitForLine { $0.hasPrefix("ACCEPT 127.0.0.1:") }
            port = String(line.dropFirst("ACCEPT 127.0.0.1:".count))
        }
    }

    private func send(to server: Server, trusting certificate: String?) throws -> Outcome {
        try Program("yoi-send").run(
            ["--backend", "https://127.0.0.1:\(server.port)", "--runtime-id", "r", "--worker-id", "w", "-m", "x"]
                + ["--api", "events", "--timeout", "2s"],
            environment: certificate.map { ["SSL_CERT_FILE": $0] } ?? [:])
    }

    @Test(.timeLimit(.minutes(10))) func `a certificate for another name is refused`() throws {
        let server = try Server(names: "DNS:elsewhere.example")
        let outcome = try send(to: server, trusting: server.certificate)
        #expect(outcome.status == 69)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.stderr.contains("no trusted TLS connection"))
        #expect(outcome.stderr.contains("nothing was sent"))
    }

    @Test(.timeLimit(.minutes(10))) func `a certificate of an unknown authority is refused`() throws {
        let server = try Server(names: "IP:127.0.0.1")
        let outcome = try send(to: server, trusting: nil)
        #expect(outcome.status == 69)
        #expect(outcome.stderr.contains("no trusted TLS connection"))
    }

    @Test(.timeLimit(.minutes(10))) func `a server with a trusted certificate gets the request`() throws {
        let server = try Server(names: "IP:127.0.0.1")
        // This server takes the request and never answers.
        #expect(try send(to: server, trusting: server.certificate).status == 3)
    }
}
