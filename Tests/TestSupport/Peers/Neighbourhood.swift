/// Real peers on loopback: a WebSocket server (or a test's own), and what a test asks for in front of it; gone with the
/// value.
package final class Neighbourhood {
    /// What the certificate script and the configurations say, and the peers' logs.
    package let directory: TemporaryDirectory
    /// Where each of them is; the names are those in the configurations.
    package let ports: [String: UInt16]
    private let server: RunningProgram?
    private var others: [RunningProgram] = []

    /// Starts the WebSocket server of that name among the fixtures, unless a test has a server of its own on a port.
    package init(server name: String = "websocket-server.py", upstream port: UInt16? = nil) throws {
        directory = try TemporaryDirectory()
        let server =
            port == nil
            ? try Peers.websockets.program.start([Fixtures.path("peers/" + name)], input: .pipe) : nil
        guard let upstream = try port ?? UInt16(server?.nextLine(limit: .seconds(20)) ?? "") else {
            throw TestFailure("the WebSocket server says no port")
        }
        self.server = server
        var ports = ["UPSTREAM": upstream]
        for name in ["GOOD", "ELSEWHERE", "EXPIRED", "MUTUAL", "PROXY", "CLOSED"] {
            ports[name] = try LoopbackPort.refusing()
        }
        self.ports = ports
    }
}

extension Neighbourhood {
    /// Puts nginx before the server, with a private authority's certificates.
    package func startNginx() throws {
        let made = try Program(path: Fixtures.path("peers/certificates.sh")).run([directory.path])
        guard made.status == 0 else { throw TestFailure("certificates: \(made)") }
        others.append(try Peers.nginx.program.start(["-c", try configuration("nginx.conf")]))
        try waitForPort("GOOD")
    }

    /// Starts a proxy, user `me`, password `pass`, that lets nobody through but to the server and to nginx.
    package func startProxy() throws {
        others.append(try Peers.tinyproxy.program.start(["-d", "-c", try configuration("tinyproxy.conf")]))
        try waitForPort("PROXY")
    }

    /// Fills in ports: `wss://localhost:@GOOD@/`.
    package func fill(_ text: String) -> String {
        ports.reduce(text.replacing("@DIRECTORY@", with: directory.path)) {
            $0.replacing("@\($1.key)@", with: "\($1.value)")
        }
    }

    /// What the server says about its next conversation.
    package func verdict() throws -> String { try server?.nextLine(limit: .seconds(60)) ?? "" }

    private func configuration(_ name: String) throws -> String {
        let template = String(decoding: try Fixtures.bytes("peers/" + name), as: UTF8.self)
        return try directory.write(name, fill(template))
    }

    private func waitForPort(_ name: String) throws {
        let port = ports[name] ?? 0
        do {
            try waitUntil("a listener on \(port)") { (try? LoopbackPort.connect(to: port)) != nil }
        } catch {
            throw TestFailure("\(error)\n\(others.last?.errorsSoFar ?? "")\(directory.read("nginx.log") ?? "")")
        }
    }
}
