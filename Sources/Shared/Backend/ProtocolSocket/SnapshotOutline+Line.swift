extension SnapshotOutline {
    /// The snapshot as a line, without its `entries`.
    ///
    /// - Parameter blocks: What continues, instead of `in_flight`'s blocks; nil leaves them as they are.
    func line(from message: Bytes, blocks: ContinuingBlocks?) -> [UInt8] {
        var edits: [(range: Range<Int>, text: [UInt8])] = []
        if let entries { edits.append((entries, Array("[]".utf8))) }
        if let blocks {
            if let inFlight {
                edits.append((inFlight, blocks.json(from: message, commands: message.member("commands", of: inFlight))))
            } else if !blocks.isEmpty {
                let end = data.upperBound - 1
                edits.append((end..<end, Array(#","in_flight":"#.utf8) + blocks.json(from: message, commands: nil)))
            }
        }
        edits.sort { $0.range.lowerBound < $1.range.lowerBound }
        var line: [UInt8] = []
        var offset = 0
        for edit in edits {
            line.append(message, offset..<edit.range.lowerBound)
            line += edit.text
            offset = edit.range.upperBound
        }
        line.append(message, offset..<message.count)
        line.joinLines()
        return line
    }
}
