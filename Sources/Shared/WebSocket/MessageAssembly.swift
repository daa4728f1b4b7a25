/// The rules by which frames make up messages (RFC 6455 §5.4, §8.1), without their bytes.
struct MessageAssembly: Sendable, Hashable {
    /// The message's opcode, text or binary, once its first frame has begun.
    private(set) var opcode: Opcode?
    /// How many bytes of the current frame's payload are still to come.
    private(set) var missing = 0
    /// Whether a frame has begun and is not complete.
    private(set) var isInFrame = false
    /// Whether the last frame is complete.
    private(set) var isWhole = false

    private var frameIsFinal = false
    private var checked = 0
}

extension MessageAssembly {
    /// Whether no message is incomplete.
    var isIdle: Bool { opcode == nil || isWhole }

    /// How many bytes may still belong to this message, as far as is known.
    var expected: Int {
        if isIdle { return 0 }
        return isInFrame && frameIsFinal ? missing : .max
    }

    /// Begins a data frame; `gathered` bytes of its message have been received already.
    mutating func begin(_ header: FrameHeader, gathered: Int, limit: Int) throws(WebSocketFault) {
        switch (header.opcode, opcode) {
        case (.continuation, nil): throw .unexpectedContinuation
        case (.continuation, _?): break
        case (_, _?): throw .interruptedMessage(by: header.opcode)
        case (_, nil): opcode = header.opcode
        }
        let room = header.opcode == .continuation ? limit - gathered : limit
        guard header.payloadLength <= room else { throw .messageTooLarge(limit: limit) }
        missing = header.payloadLength
        frameIsFinal = header.isFinal
        isInFrame = true
    }

    /// Counts payload bytes that have been received, and checks text so far: invalid bytes are found when they arrive,
    /// not when the message ends.
    mutating func gathered(_ count: Int, in buffer: ReceiveBuffer, checkingText: Bool) throws(WebSocketFault) {
        missing -= count
        isInFrame = missing > 0
        isWhole = !isInFrame && frameIsFinal
        guard checkingText, opcode == .text else { return }
        let start = buffer.message.lowerBound
        let end = buffer.message.upperBound
        switch UTF8Check.validate(buffer.bytes.span, from: start + checked, to: end) {
        case .whole: checked = end - start
        case .unfinished(let from) where !isWhole: checked = from - start
        case .unfinished(let at), .malformed(let at): throw .invalidUTF8(offset: at - start)
        }
    }
}
