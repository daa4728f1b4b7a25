/// A snapshot, as positions in its message.
struct SnapshotOutline: Sendable {
    /// The value of `data`, an object.
    let data: Range<Int>
    private(set) var entries: Range<Int>?
    private(set) var inFlight: Range<Int>?
    private(set) var status = WorkerStatus.idle
    /// Whether the Worker does not run in its Runtime, so that the snapshot does not show its state.
    private(set) var isPlaceholder = false

    /// - Returns: `nil` if the data is not an object.
    init?(_ message: Bytes, data: Range<Int>?) {
        guard let data, let first = data.first, message[first] == UInt8(ascii: "{") else { return nil }
        self.data = data
        var provider: Range<Int>?
        var (entries, inFlight): (Range<Int>?, Range<Int>?)
        var status: Range<Int>?
        message.forEachMember(of: data) { key, value in
            if message.contents(key.contents, are: "entries") { entries = value }
            if message.contents(key.contents, are: "in_flight") { inFlight = value }
            if message.contents(key.contents, are: "status") { status = message.text(value) }
            if message.contents(key.contents, are: "greeting") { provider = message.text("provider", of: value) }
        }
        (self.entries, self.inFlight) = (entries, inFlight)
        self.status = status.map { WorkerStatus(rawValue: message.string($0)) } ?? .idle
        let isEmpty = entries.map { $0.count == 2 } ?? true
        isPlaceholder = isEmpty && message.contents(provider, are: "worker-runtime")
    }
}
