/// What a close frame says (RFC 6455 §5.5.1).
package struct CloseFrame: Sendable, Hashable {
    /// Nil if the frame has none.
    package let code: CloseCode?
    /// The peer's words, unsanitized; empty if there are none.
    package let reason: String

    package init(code: CloseCode?, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    /// Reads the payload of a received close frame.
    package init(payload: Span<UInt8>) throws(WebSocketFault) {
        guard payload.count != 1 else { throw .truncatedCloseCode }
        guard payload.count >= 2 else {
            self.init(code: nil)
            return
        }
        let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.mayBeSent else { throw .invalidCloseCode(code) }
        let reason = payload.extracting(2..<payload.count)
        guard UTF8Check.validate(reason, from: 0, to: reason.count) == .whole else { throw .invalidCloseReason }
        self.init(code: code, reason: reason.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }
}

extension CloseFrame {
    /// The payload to send; a reason is cut, between two characters, to what fits in a control frame.
    package var payload: [UInt8] {
        guard let code else { return [] }
        var bytes = [UInt8(truncatingIfNeeded: code.rawValue >> 8), UInt8(truncatingIfNeeded: code.rawValue)]
        for scalar in reason.unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            guard bytes.count + encoded.count <= FrameHeader.controlPayloadLimit else { break }
            bytes += encoded
        }
        return bytes
    }

    /// The reply to a received close frame: the same code without the words (§5.5.1).
    package var echo: CloseFrame { CloseFrame(code: code) }
}
