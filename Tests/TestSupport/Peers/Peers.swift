import Foundation

/// Programs by other people that ours are tried against.
package enum Peers {
    /// The web server, as a reverse proxy.
    package static let nginx = Peer("nginx", ["/usr/sbin/nginx", "/usr/bin/nginx"])
    /// An HTTP proxy.
    package static let tinyproxy = Peer("tinyproxy", ["/usr/bin/tinyproxy", "/usr/sbin/tinyproxy"])
    /// Some Python with the package `websockets`.
    package static let websockets = Peer("Python's websockets", Self.pythons.filter(Self.hasWebsockets))

    /// Whether a missing peer is an error, as in CI.
    package static var areRequired: Bool { ProcessInfo.processInfo.environment["YOI_CI_REQUIRE_PEERS"] == "1" }

    private static var pythons: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return (path.split(separator: ":").map(String.init) + ["/usr/bin"]).map { $0 + "/python3" }
    }

    private static func hasWebsockets(_ python: String) -> Bool {
        (try? Program(path: python).run(["-c", "import websockets"]))?.status == 0
    }
}
