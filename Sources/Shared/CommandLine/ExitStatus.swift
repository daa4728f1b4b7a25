/// The exit statuses; the same table is in `--help`, the man pages and the README.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Success; also when the reader of standard output has gone.
    case success = 0
    /// The answer is no: rejected, unsupported, not offered, or a run that did not finish.
    case negative = 1
    /// The request was sent, but there was no usable answer; or the stream ended before the run did.
    case incomplete = 3
    /// Wrong command line or target.
    case usage = 64
    /// The input is invalid.
    case badInput = 65
    /// An input file cannot be opened.
    case noInput = 66
    /// No such Runtime or Worker.
    case notFound = 67
    /// The Backend cannot be reached.
    case unavailable = 69
    /// A bug of ours.
    case software = 70
    /// The cursor file cannot be written.
    case cannotCreate = 73
    /// Standard output cannot be written, other than because of a closed pipe.
    case outputFailed = 74
    /// Try later.
    case tryLater = 75
    /// The other side broke the protocol.
    case protocolError = 76
    /// Credentials missing or refused.
    case noPermission = 77
    /// The time limit given on the command line was reached.
    case timedOut = 124
}

extension ExitStatus: Comparable {
    /// By number, so that the highest of several can be chosen.
    package static func < (one: ExitStatus, other: ExitStatus) -> Bool { one.rawValue < other.rawValue }
}
