/// Which Worker of a Backend: its Runtime's id and its own.
package struct WorkerID: Hashable, Sendable {
    package let runtimeID: String
    package let workerID: String

    package init(runtimeID: String, workerID: String) { (self.runtimeID, self.workerID) = (runtimeID, workerID) }

    /// Ids are bytes: NFC and NFD spellings of a text name two Workers.
    package static func == (left: WorkerID, right: WorkerID) -> Bool {
        left.runtimeID.utf8.elementsEqual(right.runtimeID.utf8) && left.workerID.utf8.elementsEqual(right.workerID.utf8)
    }
}
