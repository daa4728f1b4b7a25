/// A line to print that is not the message just received.
struct ProtocolLine: Hashable, Sendable {
    /// One JSON object, without line breaks.
    private(set) var bytes: [UInt8]
    /// Where the event's name is in it.
    let name: JSONStringRange

    init(_ bytes: [UInt8], name: JSONStringRange) {
        self.bytes = bytes
        self.name = name
        self.bytes.joinLines()
    }
}
