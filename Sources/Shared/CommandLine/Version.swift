/// The version of the three filters, which are released together.
package enum Version {
    /// `MAJOR.MINOR.PATCH`; the Makefile reads it here.
    package static let text = "0.2.0"

    /// What `--version` prints first: the version, and the commit where `make` built it.
    static func line(_ program: String) -> String {
        // scripts/commit.sh writes Commit.swift.
        #if KnowsCommit
            "\(program) \(text) (commit \(builtCommit))"
        #else
            "\(program) \(text)"
        #endif
    }
}
