import Foundation
import Glibc

/// A program by other people that ours are tried against, or that a test needs.
///
/// Where it is missing its tests are skipped with a remark, unless YOI_CI_REQUIRE_PEERS is set: then they run, and fail.
package struct Peer: Sendable {
    /// What it is called in messages.
    package let name: String
    private let path: String?

    /// The first of these absolute paths at which there is one.
    package init(_ name: String, _ candidates: [String]) {
        self.name = name
        path = candidates.first { access($0, X_OK) == 0 }
    }
}

extension Peer {
    /// `jq`, where a program under test finds it.
    package static let jq = Peer("jq", ["/usr/local/bin/jq", "/usr/bin/jq", "/bin/jq"])
    /// The command line of OpenSSL.
    package static let openssl = Peer("openssl", ["/usr/bin/openssl"])
    /// The reference parser of CommonMark.
    package static let cmark = Peer("cmark", ["/usr/bin/cmark"])
    /// Typesets manual pages.
    package static let groff = Peer("groff", ["/usr/bin/groff"])

    /// Shells that complete command lines.
    package static let bash = Peer("bash", ["/bin/bash"])
    /// As above.
    package static let fish = Peer("fish", ["/usr/bin/fish"])
    /// As above.
    package static let zsh = Peer("zsh", ["/usr/bin/zsh", "/bin/zsh"])

    /// Whether a test that needs it shall run.
    package var isWanted: Bool { path != nil || Peers.areRequired }

    /// The program; throws where it is missing.
    package var program: Program {
        get throws {
            guard let path else { throw TestFailure("\(name) is not installed") }
            return try Program(path: path)
        }
    }
}
