internal import Shared

/// Splits a log into lines, and each line into its prefix and the event: `worker-1 | {"event":…}`.
struct PrefixedLines: ~Copyable {
    /// What precedes the first `{` of the current line.
    private var prefix: [UInt8] = []
    private var event = GatheredBytes()
    private(set) var count = 0

    struct Line {
        let prefix: String
        let event: [UInt8]
    }
}

extension PrefixedLines {
    /// Bytes of a prefix to show.
    private static let maxPrefix = 200

    /// The next line that ends in this chunk and is not empty; `nil` if there is none, and the rest is kept.
    mutating func next(in chunk: Bytes, at offset: inout Int) -> Line? {
        while offset < chunk.count {
            let (end, next) = chunk.endOfLine(from: offset, levels: 0)
            append(chunk.extracting(offset..<end))
            offset = next
            if next > end, let line = self.end() { return line }
        }
        return nil
    }

    /// Ends the line; `nil` if it is empty.
    mutating func end() -> Line? {
        count += 1
        defer { prefix.removeAll(keepingCapacity: true) }
        if event.count > 0 {
            let shown = String(decoding: prefix.prefix(Self.maxPrefix), as: UTF8.self).trimmed
            return Line(prefix: shown, event: event.joined())
        }
        return prefix.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } ? nil : Line(prefix: "", event: prefix)
    }

    private mutating func append(_ bytes: Bytes) {
        var start = 0
        if event.count == 0 {
            while start < bytes.count, bytes[start] != UInt8(ascii: "{") {
                prefix.append(bytes[start])
                start += 1
            }
        }
        event.append(bytes.extracting(start..<bytes.count))
    }
}
