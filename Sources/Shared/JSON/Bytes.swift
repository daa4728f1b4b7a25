internal import Glibc

/// A borrowed view of bytes: what every scanner reads, so that nothing is copied to be looked at.
package typealias Bytes = Span<UInt8>

extension Span where Element == UInt8 {
    /// Eight bytes from `offset` as one little-endian word, first byte lowest.
    @inlinable
    package func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Whether the bytes from `offset` begin with `text`.
    package func starts(with text: StaticString, at offset: Int = 0) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, length <= count - offset else { return false }
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return length == 0 }
            return memcmp(base + offset, text.utf8Start, length) == 0
        }
    }
}
