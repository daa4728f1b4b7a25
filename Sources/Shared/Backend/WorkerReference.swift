/// A Worker as a user names it; the Backend may have to be asked for the rest.
package struct WorkerReference: Hashable, Sendable {
    /// Nil if it was not named.
    package let runtimeID: String?
    /// An id, or a short key such as `W-3`.
    package let worker: String

    /// - Parameters:
    ///   - runtimeID: Nil or empty if it was not named.
    ///   - worker: An id or a short key.
    package init(runtimeID: String?, worker: String) {
        self.runtimeID = runtimeID == "" ? nil : runtimeID
        self.worker = worker
    }

    /// Reads an operand: `RUNTIME:WORKER`, or a Worker alone. The last colon counts, since a Runtime's id may contain
    /// one.
    ///
    /// - Parameter runtimeID: The Runtime of a Worker that is named alone.
    /// - Returns: nil if a part is empty.
    package init?(operand: String, in runtimeID: String?) {
        let bytes = operand.utf8
        let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
        let worker = String(operand[(colon.map { bytes.index(after: $0) } ?? bytes.startIndex)...])
        let runtime = colon.map { String(operand[..<$0]) }
        guard !worker.isEmpty, runtime != "" else { return nil }
        self.init(runtimeID: runtime ?? runtimeID, worker: worker)
    }
}

extension WorkerReference {
    /// Whether it is a key of the form that a Workspace gives its Workers: `W-1`, `W-2` …
    var isShortKey: Bool {
        let digits = worker.utf8.dropFirst(2)
        return worker.hasPrefix("W-") && !digits.isEmpty
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether the Worker can be addressed without asking the Backend: sockets do not know short keys.
    package var isComplete: Bool { runtimeID != nil && !isShortKey }

    /// Whether this is the Worker of a list's item.
    package func names(_ listed: ListedWorker) -> Bool {
        let workerID = worker == listed.shortKey ? listed.id.workerID : worker
        return WorkerID(runtimeID: runtimeID ?? listed.id.runtimeID, workerID: workerID) == listed.id
    }
}

extension WorkerReference: CustomStringConvertible {
    package var description: String { (runtimeID.map { $0 + ":" } ?? "") + worker }
}
