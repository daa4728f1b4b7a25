/// Why a program stops before its work is done. Everything that waits can throw it.
package enum StopReason: Error, Hashable, Sendable {
    /// A signal arrived.
    case signal(Int32)
    /// The reader of standard output has gone.
    case readerGone
    /// The program's time limit was reached.
    case timeLimit
    /// Something cannot be done.
    case failed(Failure)
}

extension StopReason {
    /// Standard output cannot be written.
    package init(_ error: OutputError) { self = error.failure.map(StopReason.failed) ?? .readerGone }
}

extension StopReason {
    /// Runs `body`, whose failures become `failed`.
    package static func failing<Value: ~Copyable>(_ body: () throws(Failure) -> Value) throws(StopReason) -> Value {
        do throws(Failure) { return try body() } catch { throw .failed(error) }
    }
}

extension ProgramEnding {
    /// How a stopped program ends, if there is nothing to clean up.
    ///
    /// - Throws: the `Failure` that stopped it.
    package init(_ stop: StopReason) throws(Failure) {
        switch stop {
        case .readerGone: self = .status(.success)
        case .signal(let number): self = .signal(number)
        case .timeLimit: self = .status(.timedOut)
        case .failed(let failure): throw failure
        }
    }
}
