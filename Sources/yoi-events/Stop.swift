internal import Shared

/// Why the program stops. Everything that waits can throw it, so that there is one way out.
enum Stop: Error {
    /// All that was asked for has been printed.
    case complete
    case signal(Int32)
    /// Whoever read standard output has seen enough.
    case readerGone
    /// `--timeout` is over.
    case timeLimit
    case failed(Failure)
}

extension Stop {
    init(_ error: OutputError) {
        self = error.failure.map(Stop.failed) ?? .readerGone
    }
}
