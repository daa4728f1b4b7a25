/// How a server violated RFC 6455 (or HTTP, before the connection is a WebSocket).
package enum WebSocketFault: Error, Sendable, Hashable {
    /// The response to the handshake is not HTTP/1.1.
    case noHTTP(HTTPHeadFault)
    /// 101 without `Upgrade: websocket`; contains what was found.
    case wrongUpgrade(String?)
    /// 101 without `Connection: Upgrade`; contains what was found.
    case wrongConnection(String?)
    /// The accept key does not match ours; contains what was found.
    case wrongAcceptKey(String?)
    /// An extension that was not requested.
    case unrequestedExtension(String)
    /// A subprotocol that was not requested.
    case unrequestedSubprotocol(String)

    /// §5.2: a reserved bit is set without an extension.
    case reservedBits
    /// §5.2: a reserved opcode.
    case unknownOpcode(UInt8)
    /// §5.1: a server must not mask.
    case maskedFrame
    /// §5.5: a control frame may not be fragmented.
    case fragmentedControlFrame(Opcode)
    /// §5.5: a control frame carries at most 125 bytes.
    case oversizedControlFrame(Opcode)
    /// §5.2: the length must be encoded in the fewest bytes.
    case lengthNotMinimal(UInt64)
    /// §5.2: the top bit of a 64-bit length must be 0.
    case lengthOverflow
    /// §5.4: a continuation with nothing to continue.
    case unexpectedContinuation
    /// §5.4: a new message before the fragmented one ended.
    case interruptedMessage(by: Opcode)
    /// §5.5.1: a close payload of a single byte.
    case truncatedCloseCode
    /// §7.4: a code that must not be sent.
    case invalidCloseCode(CloseCode)
    /// §8.1: text that is not UTF-8; contains the offset in the message.
    case invalidUTF8(offset: Int)
    /// §5.5.1: a close reason that is not UTF-8.
    case invalidCloseReason
    /// A message longer than this client accepts, in bytes.
    case messageTooLarge(limit: Int)
}

extension WebSocketFault {
    /// The code to close with; nil before the connection is a WebSocket.
    package var closeCode: CloseCode? {
        switch self {
        case .noHTTP, .wrongUpgrade, .wrongConnection, .wrongAcceptKey, .unrequestedExtension, .unrequestedSubprotocol:
            nil
        case .invalidUTF8, .invalidCloseReason: .invalidPayload
        case .messageTooLarge: .messageTooBig
        case .reservedBits, .unknownOpcode, .maskedFrame, .fragmentedControlFrame, .oversizedControlFrame,
            .lengthNotMinimal, .lengthOverflow, .unexpectedContinuation, .interruptedMessage, .truncatedCloseCode,
            .invalidCloseCode:
            .protocolError
        }
    }
}

extension WebSocketFault: CustomStringConvertible {
    /// What was found, as the end of a sentence; may quote the peer, unsanitized.
    package var description: String {
        switch self {
        case .noHTTP(let fault): fault.description
        case .wrongUpgrade(let found): "101 without \"Upgrade: websocket\" (\(Self.quote(found)))"
        case .wrongConnection(let found): "101 without \"Connection: Upgrade\" (\(Self.quote(found)))"
        case .wrongAcceptKey(let found): "Sec-WebSocket-Accept does not answer our key (\(Self.quote(found)))"
        case .unrequestedExtension(let name): "the server chose an extension nobody asked for: \"\(name)\""
        case .unrequestedSubprotocol(let name): "the server chose a subprotocol nobody asked for: \"\(name)\""
        case .reservedBits: "a frame has reserved bits set"
        case .unknownOpcode(let number): "a frame has the unknown opcode \(number)"
        case .maskedFrame: "a frame from the server is masked"
        case .fragmentedControlFrame(let opcode): "a \(opcode) frame is fragmented"
        case .oversizedControlFrame(let opcode): "a \(opcode) frame carries more than 125 bytes"
        case .lengthNotMinimal(let length): "the frame length \(length) is not spelled in the fewest bytes"
        case .lengthOverflow: "a frame length has its top bit set"
        case .unexpectedContinuation: "a continuation frame has nothing to continue"
        case .interruptedMessage(let opcode): "a \(opcode) frame interrupts a fragmented message"
        case .truncatedCloseCode: "a close frame carries half a code"
        case .invalidCloseCode(let code): "a close frame carries the invalid code \(code.rawValue)"
        case .invalidUTF8(let offset): "a text message is not UTF-8 at byte \(offset)"
        case .invalidCloseReason: "a close frame's reason is not UTF-8"
        case .messageTooLarge(let limit): "a message is longer than the limit of \(limit) bytes"
        }
    }

    private static func quote(_ found: String?) -> String {
        found.map { "found \"\($0)\"" } ?? "found none"
    }
}
