internal import Shared

extension WorkerID {
    /// The Worker that an envelope is about.
    ///
    /// - Returns: `nil` where it does not say.
    init?(_ envelope: [JSONMember]) {
        func value(_ key: String) -> String? { envelope.first { $0.key == key }?.value.string }
        guard let runtimeID = value("runtime_id"), let workerID = value("worker_id") else { return nil }
        self.init(runtimeID: runtimeID, workerID: workerID)
    }

    /// The part of an envelope after the cursor that says which Worker it is about, as yoi-events writes it.
    var envelopeMiddle: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("runtime_id")
            $0.string(runtimeID)
            $0.key("worker_id")
            $0.string(workerID)
        }
        return [UInt8(ascii: ",")] + writer.bytes.dropFirst().dropLast()
    }

    /// The id, without its middle if it is too long for a column.
    var shortName: String { workerID.withoutMiddle() }
}

extension String {
    /// Without its middle if it is too long for a column: ids differ at their ends.
    func withoutMiddle() -> String { count <= 24 ? self : prefix(15) + "…" + suffix(8) }
}
