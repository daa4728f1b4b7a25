/// An end that is not a success: the status to exit with and the sentence that explains it.
package struct Failure: Error, Hashable, Sendable {
    /// The status to exit with.
    package var status: ExitStatus
    /// The sentence for standard error.
    package var diagnostic: Diagnostic

    /// A failure from the parts of its diagnostic.
    package init(_ status: ExitStatus, at location: String? = nil, _ found: String, advice: String? = nil) {
        self.status = status
        self.diagnostic = Diagnostic(at: location, found, advice: advice)
    }
}

extension Failure: CustomStringConvertible {
    /// The message without the program's name.
    package var description: String { diagnostic.description }
}
