/// The type of a frame (RFC 6455 §5.2). The set is closed: a client must fail on any other number.
package enum Opcode: UInt8, Sendable, Hashable, CaseIterable {
    /// The next part of a fragmented message.
    case continuation = 0x0
    /// UTF-8 text, or its first part.
    case text = 0x1
    /// Bytes, or their first part.
    case binary = 0x2
    /// The last frame of its sender.
    case close = 0x8
    /// Asks for a pong with the same payload.
    case ping = 0x9
    /// Answers a ping, or is sent unsolicited.
    case pong = 0xA
}

extension Opcode {
    /// Control frames: whole, short, and allowed between the fragments of a message (§5.5).
    var isControl: Bool { rawValue & 0x8 != 0 }
}
