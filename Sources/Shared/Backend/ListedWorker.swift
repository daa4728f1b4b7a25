/// A Worker as the Backend's lists and its subscription socket describe them.
package struct ListedWorker: Hashable, Sendable {
    package let id: WorkerID
    /// The short key, such as `W-3`; only the protocol API has it.
    let shortKey: String?
    /// One of ``states``, or a word of a later Backend.
    package let state: String?

    /// The states that are known to occur in lists: a `missing` Worker is one that no Runtime has.
    package static let states = ["idle", "running", "paused", "stopped", "cancelled", "missing"]

    /// - Returns: nil if the item lacks an id.
    package init?(_ item: JSON) {
        guard let runtimeID = item["runtime_id"]?.string, !runtimeID.isEmpty,
            let workerID = item["worker_id"]?.string, !workerID.isEmpty
        else { return nil }
        id = WorkerID(runtimeID: runtimeID, workerID: workerID)
        shortKey = item["resource_key"]?.string
        state = (item["state"] ?? item["status"])?.string
    }
}

extension ListedWorker {
    /// The Workers of a list, `{"items":[…]}`.
    ///
    /// - Returns: nil where the answer is not a list.
    package static func workers(in answer: HTTPResponse) -> [ListedWorker]? {
        (try? answer.json())?["items"]?.elements.map { $0.compactMap(ListedWorker.init) }
    }
}
