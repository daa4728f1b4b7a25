import Foundation
import TestSupport

/// Programs by other people that our transport is tried against.
enum Peers {
    static let nginx = Peer("nginx", ["/usr/sbin/nginx", "/usr/bin/nginx"])
    static let tinyproxy = Peer("tinyproxy", ["/usr/bin/tinyproxy", "/usr/sbin/tinyproxy"])
    /// Some Python with the package `websockets`.
    static let websockets = Peer("Python's websockets", Self.pythons.filter(Self.hasWebsockets))

    private static var pythons: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return (path.split(separator: ":").map(String.init) + ["/usr/bin"]).map { $0 + "/python3" }
    }

    private static func hasWebsockets(_ python: String) -> Bool {
        (try? Program(path: python).run(["-c", "import websockets"]))?.status == 0
    }
}
