/// Why a program fails: the exit status and the message.
package struct Failure: Error, Hashable, Sendable {
    /// The status to exit with.
    package var status: ExitStatus
    /// The message for standard error.
    package var diagnostic: Diagnostic

    package init(_ status: ExitStatus, at location: String? = nil, _ found: String, advice: String? = nil) {
        self.status = status
        self.diagnostic = Diagnostic(at: location, found, advice: advice)
    }
}

extension Failure: CustomStringConvertible {
    /// The message without the program's name.
    package var description: String { diagnostic.description }
}
