/// The first bytes of a frame from the server (RFC 6455 §5.2):
///
///      0               1               2
///     ┌─┬─┬─┬─┬───────┬─┬─────────────┬───────────────┈
///     │F│R│R│R│opcode │M│ length      │ 16 or 64 bits
///     │I│S│S│S│       │A│ 126: 16 bits│ of length, big
///     │N│V│V│V│       │S│ 127: 64 bits│ endian
///     │ │1│2│3│       │K│             │
///     └─┴─┴─┴─┴───────┴─┴─────────────┴───────────────┈
struct FrameHeader: Sendable, Hashable {
    /// Whether this frame ends its message.
    let isFinal: Bool
    /// What the payload is.
    let opcode: Opcode
    /// Bytes of payload.
    let payloadLength: Int
    /// Bytes of the header itself: 2, 4 or 10.
    let size: Int
}

extension FrameHeader {
    /// The header of a complete text message in one frame, with which `bytes` begin; nil for anything else, including a
    /// frame that is invalid or longer than 64 KiB.
    @inline(__always)
    static func wholeText(_ bytes: Bytes) -> FrameHeader? {
        guard bytes.count >= 4, bytes[0] == 0x80 | Opcode.text.rawValue else { return nil }
        var (size, length) = (2, Int(bytes[1]))
        if length == 126 { (size, length) = (4, Int(bytes[2]) << 8 | Int(bytes[3])) }
        guard size == 2 ? length < 126 : length > 125, length <= bytes.count - size else { return nil }
        return FrameHeader(isFinal: true, opcode: .text, payloadLength: length, size: size)
    }

    /// The longest payload of a control frame (§5.5).
    static let controlPayloadLimit = 125

    /// Parses the header at the beginning of `bytes`; nil if more are needed. Throws as soon as a byte is wrong.
    static func parse(_ bytes: Span<UInt8>) throws(WebSocketFault) -> FrameHeader? {
        guard bytes.count >= 1 else { return nil }
        let first = bytes[0]
        guard first & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = Opcode(rawValue: first & 0x0F) else { throw .unknownOpcode(first & 0x0F) }
        let isFinal = first & 0x80 != 0
        guard isFinal || !opcode.isControl else { throw .fragmentedControlFrame(opcode) }

        guard bytes.count >= 2 else { return nil }
        let second = bytes[1]
        guard second & 0x80 == 0 else { throw .maskedFrame }
        guard second <= controlPayloadLimit || !opcode.isControl else { throw .oversizedControlFrame(opcode) }
        guard second >= 126 else {
            return FrameHeader(isFinal: isFinal, opcode: opcode, payloadLength: Int(second), size: 2)
        }

        let size = second == 126 ? 4 : 10
        if size == 10, bytes.count >= 3, bytes[2] & 0x80 != 0 { throw .lengthOverflow }
        guard bytes.count >= size else { return nil }
        var length: UInt64 = 0
        for index in 2..<size {
            length = length << 8 | UInt64(bytes[index])
        }
        guard length > (size == 4 ? 125 : 65535) else { throw .lengthNotMinimal(length) }
        return FrameHeader(
            isFinal: isFinal, opcode: opcode, payloadLength: Int(clamping: length), size: size)
    }
}
