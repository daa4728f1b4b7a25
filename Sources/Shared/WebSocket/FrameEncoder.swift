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

    /// §5.3: byte i is combined with byte i modulo 4 of the key; done eight at a time.
    private static func appendMasked(_ payload: Span<UInt8>, key: UInt32, to bytes: inout [UInt8]) {
        let wide = UInt64(key) << 32 | UInt64(key)
        payload.withUnsafeBytes { source in
            var index = 0
            while index + 8 <= source.count {
                let word = UInt64(bigEndian: source.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                appendBigEndian(word ^ wide, to: &bytes)
                index += 8
            }
            while index < source.count {
                bytes.append(source[index] ^ UInt8(truncatingIfNeeded: key >> (24 - 8 * UInt32(index & 3))))
                index += 1
            }
        }
    }
}
