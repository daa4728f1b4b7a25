extension SnapshotOutline {
    /// The snapshot as a line, with other `entries`.
    ///
    /// - Parameters:
    ///   - entries: the elements that are kept, as a part of the message.
    ///   - blocks: what continues, instead of `in_flight`'s blocks; `nil` leaves them as they are.
    func line(
        _ event: ProtocolMessage, in message: Bytes, entries kept: Range<Int>? = nil, blocks: ContinuingBlocks?
    ) -> ProtocolLine {
        var edits: [(range: Range<Int>, text: [UInt8])] = []
        if let entries {
            var text: [UInt8] = [UInt8(ascii: "[")]
            if let kept { text.append(message, kept) }
            text.append(UInt8(ascii: "]"))
            edits.append((entries, text))
        }
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
        var (offset, shift) = (0, 0)
        for edit in edits {
            line.append(message, offset..<edit.range.lowerBound)
            line += edit.text
            offset = edit.range.upperBound
            if offset <= event.name.contents.lowerBound { shift = line.count - offset }
        }
        line.append(message, offset..<message.count)
        let name = event.name.contents.lowerBound + shift..<event.name.contents.upperBound + shift
        return ProtocolLine(line, name: JSONStringRange(contents: name, hasEscapes: event.name.hasEscapes))
    }
}

extension ContinuingBlocks {
    var isEmpty: Bool { text == nil && thought == nil && calls.isEmpty }

    /// The value of an `in_flight` that holds these blocks.
    fileprivate func json(from message: Bytes, commands: Range<Int>?) -> [UInt8] {
        var blocks: [[UInt8]] = []
        func block(_ kind: StaticString, _ members: [(StaticString, TextParts)], _ end: StaticString = "\"}") {
            var json = Array(#"{"kind":""#.utf8)
            json.append(word: kind)
            for (key, text) in members {
                json.append(word: #"",""#)
                json.append(word: key)
                json.append(word: #"":""#)
                for part in text.parts { json.append(message, part) }
            }
            json.append(word: end)
            blocks.append(json)
        }
        if let thought { block("thinking", [("text", thought)]) }
        if let text { block("text", [("text", text)]) }
        for call in calls {
            let members = [("id" as StaticString, TextParts(call.id)), ("name", TextParts(call.name))]
            block("tool_call", members + [("args", call.arguments)], #"","state":"streaming_args"}"#)
        }
        var json = Array(#"{"blocks":["#.utf8) + blocks.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
        if let commands {
            json.append(word: #","commands":"#)
            json.append(message, commands)
        }
        return json + [UInt8(ascii: "}")]
    }
}
