/// Writes the frames of a client: masked, unfragmented (RFC 6455 §5.2, §5.3).
package enum FrameEncoder {
    /// Appends one frame; the key must come from a strong source and be used once (§5.3, §10.3).
    package static func append(
        _ opcode: Opcode, payload: Span<UInt8>, maskingKey: UInt32, to bytes: inout [UInt8]
    ) {
        bytes.reserveCapacity(bytes.count + payload.count + 14)
        bytes.append(0x80 | opcode.rawValue)
        switch payload.count {
        case ...125:
            bytes.append(0x80 | UInt8(truncatingIfNeeded: payload.count))
        case ...65535:
            bytes.append(0x80 | 126)
            appendBigEndian(UInt16(truncatingIfNeeded: payload.count), to: &bytes)
        default:
            bytes.append(0x80 | 127)
            appendBigEndian(UInt64(payload.count), to: &bytes)
        }
        appendBigEndian(maskingKey, to: &bytes)
        appendMasked(payload, key: maskingKey, to: &bytes)
    }
}

extension FrameEncoder {
    private static func appendBigEndian(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// §5.3: XORs byte i with byte i modulo 4 of the key, in place, eight bytes at a time.
    private static func appendMasked(_ payload: Span<UInt8>, key: UInt32, to bytes: inout [UInt8]) {
        let start = bytes.count
        payload.withUnsafeBytes { bytes.append(contentsOf: $0) }
        let wide = (UInt64(key) << 32 | UInt64(key)).bigEndian
        bytes.withUnsafeMutableBytes { bytes in
            var index = start
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                bytes.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < bytes.count {
                bytes[index] ^= UInt8(truncatingIfNeeded: key >> (24 - 8 * UInt32((index - start) & 3)))
                index += 1
            }
        }
    }
}
