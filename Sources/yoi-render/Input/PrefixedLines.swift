internal import Shared

/// Cuts a log into lines, and each line into what precedes the event and the event: `worker-1 | {"event":…}`.
struct PrefixedLines {
    private var line: [UInt8] = []
    private(set) var count = 0
}

extension PrefixedLines {
    /// Bytes of a prefix that are shown.
    private static let maxPrefix = 200

    /// Takes the next bytes.
    ///
    /// - Parameter body: is given each whole line: what precedes its first `{`, and the rest.
    mutating func take(_ chunk: Bytes, _ body: (_ prefix: String, _ event: [UInt8]) -> Void) {
        for index in 0..<chunk.count {
            if chunk[index] == 0x0A { end(body) } else { line.append(chunk[index]) }
        }
    }

    /// The input has ended, and with it its last line.
    mutating func end(_ body: (_ prefix: String, _ event: [UInt8]) -> Void) {
        defer { line.removeAll(keepingCapacity: true) }
        count += 1
        let start = line.firstIndex(of: UInt8(ascii: "{")) ?? line.startIndex
        let prefix = String(decoding: line[..<start].prefix(Self.maxPrefix), as: UTF8.self).trimmed
        if !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { body(prefix, Array(line[start...])) }
    }
}
