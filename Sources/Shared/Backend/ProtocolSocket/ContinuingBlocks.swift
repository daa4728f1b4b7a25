/// The blocks of a later snapshot that continue what was printed, each as far as printed.
struct ContinuingBlocks: Hashable, Sendable {
    var text: TextParts?
    var thought: TextParts?
    var calls: [Call] = []

    struct Call: Hashable, Sendable {
        let id: Range<Int>
        let name: Range<Int>
        let arguments: TextParts
    }
}

extension ContinuingBlocks {
    var isEmpty: Bool { text == nil && thought == nil && calls.isEmpty }

    /// The value of an `in_flight` that holds these blocks.
    func json(from message: Bytes, commands: Range<Int>?) -> [UInt8] {
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
