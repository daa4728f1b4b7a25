/// How a script spells the values that also exist without one.

extension Frame: Decodable {
    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder, known: ["opcode", "fin", "reserved", "masked", "text", "hex", "length"])
        opcode = try fields.required("opcode")
        fin = try fields.optional("fin") ?? true
        reserved = try fields.optional("reserved") ?? 0
        isMasked = try fields.optional("masked") ?? false
        payload = try fields.bytes()
        claimedLength = try fields.optional("length")
    }
}

extension Response: Decodable {
    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder, known: ["status", "headers", "body", "hex"])
        status = try fields.required("status")
        body = try fields.bytes("body", "hex")
        let given: [String: String] = try fields.optional("headers") ?? [:]
        headers = given.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if given["content-type"] == nil, let first = body.first {
            let isJSON = first == UInt8(ascii: "{")
            headers.append(("content-type", isJSON ? "application/json" : "text/plain; charset=utf-8"))
        }
    }
}

extension Socket.Arrival: Decodable {
    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        switch text {
        case "ping": self = .ping
        case "pong": self = .pong
        case "message": self = .message
        case "close": self = .closed
        default:
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "nothing to await: \(text)"))
        }
    }
}
