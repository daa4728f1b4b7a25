import TestSupport

/// Real peers on loopback: a WebSocket server, and what a test asks for in front of it; gone with the value.
final class Neighbourhood {
    /// What the certificate script and the configurations say, and the peers' logs.
    let directory: TemporaryDirectory
    /// Where each stands; the names are those in the configurations.
    let ports: [String: UInt16]
    private let server: RunningProgram
    private var others: [RunningProgram] = []

    /// Starts the WebSocket server.
    init() throws {
        directory = try TemporaryDirectory()
        server = try Peers.websockets.program.start([Fixtures.path("peers/websocket-server.py")], input: .pipe)
        guard let upstream = UInt16(try server.nextLine(limit: .seconds(20))) else {
            throw TestFailure("the WebSocket server says no port")
        }
        var ports = ["UPSTREAM": upstream]
        for name in ["GOOD", "ELSEWHERE", "EXPIRED", "PROXY", "CLOSED"] {
            ports[name] = try LoopbackPort.refusing()
        }
        self.ports = ports
    }
}

extension Neighbourhood {
    /// Puts nginx before the server, with a private authority's certificates.
    func startNginx() throws {
        let made = try Program(path: Fixtures.path("peers/certificates.sh")).run([directory.path])
        guard made.status == 0 else { throw TestFailure("certificates: \(made)") }
        others.append(try Peers.nginx.program.start(["-c", try configuration("nginx.conf")]))
        try waitForPort("GOOD")
    }

    /// Starts a proxy, user `me`, password `pass`, that lets nobody through but to the server and to nginx.
    func startProxy() throws {
        others.append(try Peers.tinyproxy.program.start(["-d", "-c", try configuration("tinyproxy.conf")]))
        try waitForPort("PROXY")
    }

    /// Fills in ports: `wss://localhost:@GOOD@/`.
    func fill(_ text: String) -> String {
        ports.reduce(text.replacing("@DIRECTORY@", with: directory.path)) {
            $0.replacing("@\($1.key)@", with: "\($1.value)")
        }
    }

    /// What the server says about its next conversation.
    func verdict() throws -> String { try server.nextLine(limit: .seconds(60)) }

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
