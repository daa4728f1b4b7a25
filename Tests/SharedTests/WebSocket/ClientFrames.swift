import Shared

/// Reads what a client sent, as a server would; every frame must be final and masked with the driver's key.
func describeClientFrames(_ bytes: [UInt8]) -> String {
    var frames: [String] = []
    var rest = bytes[...]
    while let first = rest.popFirst(), let second = rest.popFirst() {
        guard first & 0xF0 == 0x80, let opcode = Opcode(rawValue: first & 0x0F), second & 0x80 != 0 else {
            return "not a client's frame: \(first) \(second)"
        }
        var length = Int(second & 0x7F)
        if length >= 126 {
            let size = length == 126 ? 2 : 8
            length = rest.prefix(size).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(size)
        }
        let key = Array(rest.prefix(4))
        guard key.reduce(0, { $0 << 8 | UInt32($1) }) == SessionDriver.maskingKey else { return "wrong key \(key)" }
        rest = rest.dropFirst(4)
        let payload = rest.prefix(length).enumerated().map { $1 ^ key[$0 % 4] }
        rest = rest.dropFirst(length)
        frames.append(describe(opcode, payload))
    }
    return frames.joined(separator: ", ")
}

private func describe(_ opcode: Opcode, _ payload: [UInt8]) -> String {
    guard opcode == .close else { return SessionDriver.words("\(opcode)", payload) }
    guard let frame = try? CloseFrame(payload: payload.span) else { return "close with a bad payload" }
    return frame.code.map { "close \($0.rawValue)" } ?? "close"
}
