import Foundation
import Glibc
import TestSupport

/// Programs by other people that our transport is tried against. Where one is missing its tests are skipped with a
/// remark, unless YOI_CI_REQUIRE_PEERS is set: then they run, and fail.
enum Peers {
    static let nginx = Peer("nginx", ["/usr/sbin/nginx", "/usr/bin/nginx"])
    static let tinyproxy = Peer("tinyproxy", ["/usr/bin/tinyproxy", "/usr/sbin/tinyproxy"])
    static let openssl = Peer("openssl", ["/usr/bin/openssl"])
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

/// One such program.
struct Peer: Sendable {
    let name: String
    private let path: String?

    init(_ name: String, _ candidates: [String]) {
        self.name = name
        path = candidates.first { access($0, X_OK) == 0 }
    }

    /// Whether a test that needs it shall run.
    var isWanted: Bool { path != nil || ProcessInfo.processInfo.environment["YOI_CI_REQUIRE_PEERS"] == "1" }

    /// The program; throws where it is missing.
    var program: Program {
        get throws {
            guard let path else { throw TestFailure("\(name) is not installed") }
            return try Program(path: path)
        }
    }
}
