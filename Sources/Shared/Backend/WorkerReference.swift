/// A Worker as a user names it: what a request needs may have to be found in the Backend's list first.
package struct WorkerReference: Hashable, Sendable {
    /// Nil where the Backend's list has to say.
    package let runtimeID: String?
    /// An id, or a short key such as `W-3`.
    package let worker: String

    /// - Parameters:
    ///   - runtimeID: Nil or empty where it was not named.
    ///   - worker: An id or a short key.
    package init(runtimeID: String?, worker: String) {
        self.runtimeID = runtimeID == "" ? nil : runtimeID
        self.worker = worker
    }

    /// Reads an operand: `RUNTIME:WORKER`, or a Worker alone. The last colon counts: a Runtime's id may have one.
    ///
    /// - Parameter runtimeID: The Runtime of Workers that are named alone.
    /// - Returns: nil where a part is empty.
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
    /// Whether it is a key that a Workspace gives its Workers in the order in which they were made: `W-1`, `W-2` …
    var isShortKey: Bool {
        let digits = worker.utf8.dropFirst(2)
        return worker.hasPrefix("W-") && !digits.isEmpty
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a request can name the Worker so. No socket knows short keys.
    package var isComplete: Bool { runtimeID != nil && !isShortKey }

    /// Whether a list means this Worker by one of its items.
    package func names(_ listed: ListedWorker) -> Bool {
        let workerID = worker == listed.shortKey ? listed.id.workerID : worker
        return WorkerID(runtimeID: runtimeID ?? listed.id.runtimeID, workerID: workerID) == listed.id
    }
}

extension WorkerReference: CustomStringConvertible {
    package var description: String { (runtimeID.map { $0 + ":" } ?? "") + worker }
}
