/// A sub-Worker: a Worker inside a Worker.
package struct InternalWorker: Hashable, Sendable {
    /// A UUID.
    package var sessionID: String
    package var name: String
}

extension InternalWorker: WireDecodable {
    package init(json: JSON, mode: DecodingMode) throws(WireError) {
        let fields = try Fields(json, mode: .lenient)
        sessionID = try fields.required("session_id")
        name = fields["name"] ?? ""
    }
}

/// An event of a sub-Worker, which may itself be of this kind.
package struct InternalWorkerEvent: Hashable, Sendable {
    package var worker: InternalWorker
    /// Counts the events of this Worker, so that those before a snapshot are recognized.
    package var revision: UInt64
    package var event: Event

    init(_ data: Fields) throws(WireError) {
        worker = try data.required("worker")
        revision = try data.required("revision")
        event = try data.required("event")
    }
}
