/// Runs a program where it can mount what it likes, and nobody else sees it.
package enum MountNamespace {
    private static let unshare = Peer("unshare", ["/usr/bin/unshare"])

    /// Comes before the program and its arguments.
    package static let options = ["--map-root-user", "--mount"]

    /// The program that makes one; throws where it is missing.
    package static var program: Program { get throws { try unshare.program } }

    /// Whether the system allows it; in CI a test must not depend on that.
    package static var isPossible: Bool {
        guard unshare.isWanted else { return false }
        return Peers.areRequired
            || (try? program.run(options + ["mount", "-t", "tmpfs", "none", "/proc"]))?.status == 0
    }
}
