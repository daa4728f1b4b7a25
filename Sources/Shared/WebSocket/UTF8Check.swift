/// The result of checking bytes that may end inside a character (RFC 3629 §4).
package enum UTF8Check: Sendable, Hashable {
    /// Well-formed to the end.
    case whole
    /// Well-formed so far; the last character begins at this offset and needs more bytes.
    case unfinished(from: Int)
    /// Malformed; the offset of the first byte of the character at fault.
    case malformed(at: Int)
}

extension UTF8Check {
    /// Checks `bytes[start..<end]`; `start` must be the beginning of a character.
    package static func validate(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> UTF8Check {
        bytes.withUnsafeBytes { bytes in
            var index = start
            while true {
                index = skipASCII(bytes, from: index, to: end)
                guard index < end else { return .whole }
                // Other scripts come in runs, so stay here until the next ASCII byte.
                while index < end, bytes[index] >= 0x80 {
                    guard let shape = UTF8Shape(lead: bytes[index]) else { return .malformed(at: index) }
                    let available = min(end - index, shape.length)
                    if available > 1, !shape.second.contains(bytes[index + 1]) { return .malformed(at: index) }
                    if available > 2, bytes[index + 2] & 0xC0 != 0x80 { return .malformed(at: index) }
                    if available > 3, bytes[index + 3] & 0xC0 != 0x80 { return .malformed(at: index) }
                    guard available == shape.length else { return .unfinished(from: index) }
                    index += shape.length
                }
            }
        }
    }
}

extension UTF8Check {
    /// The first byte at or after `start` that is not ASCII; looks at up to 32 bytes at a time.
    private static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var index = start
        while index + 32 <= end {
            let words = bytes.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
            guard (words.x | words.y | words.z | words.w) & 0x8080_8080_8080_8080 == 0 else { break }
            index += 32
        }
        while index + 8 <= end {
            guard bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 else {
                break
            }
            index += 8
        }
        while index < end, bytes[index] < 0x80 {
            index += 1
        }
        return index
    }
}

extension UTF8Check {
    /// The fault of a text message that is not UTF-8 (RFC 6455 §8.1), for a caller that checks only what is not JSON.
    static func fault(in message: Span<UInt8>) -> WebSocketFault? {
        switch validate(message, from: 0, to: message.count) {
        case .whole: nil
        case .unfinished(let offset), .malformed(let offset): .invalidUTF8(offset: offset)
        }
    }
}
