/// The lines that standard output has accepted since the last flush. While its reader is slow, streams have been
/// printed only so far.
package struct DeliveredLines: Sendable {
    /// The printer's count of flushes.
    let flushes: Int
    /// Bytes taken since the program began to print.
    let end: Int
    /// By Worker; nil where lines are not envelopes, and there is only one.
    private var events: [WorkerID?: [(end: Int, event: JSON)]] = [:]
    private let areEnvelopes: Bool

    /// - Parameters:
    ///   - bytes: What was accepted; the end of the last line may be missing.
    ///   - end: Where that ends, in bytes since the program began to print.
    package init(_ bytes: ArraySlice<UInt8>, upTo end: Int, of printer: EventPrinter) {
        flushes = printer.flushes
        self.end = end
        areEnvelopes = printer.printsEnvelopes
        var rest = bytes
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            if let line = try? JSON(Array(rest[..<newline])) {
                add(line, endingAt: end - (bytes.endIndex - newline - 1))
            }
            rest = rest[(newline + 1)...]
        }
    }

    private mutating func add(_ line: JSON, endingAt end: Int) {
        guard areEnvelopes else { return events[nil, default: []].append((end, line)) }
        guard let payload = line["payload"] else { return }
        let id = WorkerID(runtimeID: line["runtime_id"]?.string ?? "", workerID: line["worker_id"]?.string ?? "")
        events[id, default: []].append((end, payload))
    }
}

extension DeliveredLines {
    /// A Worker's events whose lines end after this byte.
    func events(of target: Target, after end: Int) -> [JSON] {
        let all = events[areEnvelopes ? target.id : nil] ?? []
        return all.filter { $0.end > end }.map(\.event)
    }
}
