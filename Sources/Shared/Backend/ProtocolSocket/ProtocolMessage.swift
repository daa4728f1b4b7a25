/// One text message of `protocol/ws`, as positions in its bytes: `{"event":NAME,"data":{…}}`.
struct ProtocolMessage: Hashable, Sendable {
    let name: JSONStringRange
    let kind: EventKind
    /// The value of `data`, if any.
    let data: Range<Int>?
    /// The contents of the text of a text or thinking delta.
    let delta: Range<Int>?
    /// Whether it is such a delta without white space between its tokens.
    private(set) var isPlainDelta = false

    /// Validates a whole message.
    @inline(__always)
    init(_ message: Bytes) throws(MessageError) {
        // Nearly all messages are deltas, written like this by serde.
        if let delta = Self(message, beginning: #"{"event":"text_delta","data":{"text":""#, .textDelta)
            ?? Self(message, beginning: #"{"event":"thinking_delta","data":{"text":""#, .thinkingDelta)
        {
            self = delta
        } else {
            try self.init(general: message)
        }
    }
}

extension ProtocolMessage {
    @inline(__always)
    private init?(_ message: Bytes, beginning: StaticString, _ kind: EventKind) {
        guard message.starts(with: beginning) else { return nil }
        let start = beginning.utf8CodeUnitCount
        var offset = message.endOfPlainRun(from: start)
        if message.count - offset != 3 || message[offset] != UInt8(ascii: "\"") {
            // It has an escape, or is not ASCII.
            offset = start - 1
            guard (try? message.scanString(at: &offset)) != nil else { return nil }
            offset -= 1
        }
        guard message.count - offset == 3, message.starts(with: "}}", at: offset + 1) else { return nil }
        self.kind = kind
        // {"event":"NAME","data":{"text":"
        name = JSONStringRange(contents: 10..<start - 18, hasEscapes: false)
        data = start - 9..<message.count - 1
        delta = start..<offset
        isPlainDelta = true
    }

    private init(general message: Bytes) throws(MessageError) {
        var name: JSONStringRange?
        var data: Range<Int>?
        var offset = 0
        do throws(JSONError) {
            message.skipWhitespace(at: &offset)
            var more = false
            if offset < message.count, message[offset] == UInt8(ascii: "{") {
                more = try message.enter(at: &offset, depth: 0)
            } else {
                try message.skipValue(at: &offset)
            }
            while more {
                let key = try message.scanKey(at: &offset)
                let start = offset
                if name == nil, message.string(key, is: "event"), message[offset] == UInt8(ascii: "\"") {
                    name = try message.scanString(at: &offset)
                } else {
                    try message.skipValue(at: &offset, depth: 1)
                    if data == nil, message.string(key, is: "data") { data = start..<offset }
                }
                more = try message.next(at: &offset, close: UInt8(ascii: "}"))
            }
            message.skipWhitespace(at: &offset)
            guard offset == message.count else { throw JSONError(.trailing(message[offset]), at: offset) }
        } catch {
            throw .notJSON(error)
        }
        guard let name else { throw .wrongShape("it is not an object with an 'event' that is a string") }
        self.name = name
        self.data = data
        kind = EventKind(name, in: message)
        delta = kind == .textDelta || kind == .thinkingDelta ? message.text("text", of: data) : nil
    }
}
