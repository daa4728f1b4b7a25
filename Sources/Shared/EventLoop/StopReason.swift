/// Why a program stops before its work is done. Everything that waits can throw it, so that there is one way out.
package enum StopReason: Error, Hashable, Sendable {
    /// A signal arrived.
    case signal(Int32)
    /// Whoever read standard output has seen enough.
    case readerGone
    /// The program's own time is over.
    case timeLimit
    /// Something cannot be done.
    case failed(Failure)
}

extension StopReason {
    /// Standard output cannot be written.
    package init(_ error: OutputError) { self = error.failure.map(StopReason.failed) ?? .readerGone }
}

extension StopReason {
    /// Does what can fail, as a part of what can be stopped.
    package static func failing<Value: ~Copyable>(_ body: () throws(Failure) -> Value) throws(StopReason) -> Value {
        do throws(Failure) { return try body() } catch { throw .failed(error) }
    }
}

extension ProgramEnding {
    /// How a program ends that was stopped, where nothing has to be put in order.
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
