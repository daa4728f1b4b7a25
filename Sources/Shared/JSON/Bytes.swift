internal import Glibc

/// A borrowed view of bytes, which all scanners read without copying.
package typealias Bytes = Span<UInt8>

extension Span where Element == UInt8 {
    /// Eight bytes at `offset` as a little-endian word, first byte lowest.
    @inlinable
    package func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Whether the bytes at `offset` begin with `text`.
    @inline(__always)
    package func starts(with text: StaticString, at offset: Int = 0) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, length <= count - offset else { return false }
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return length == 0 }
            return memcmp(base + offset, text.utf8Start, length) == 0
        }
    }
}

extension UInt64 {
    /// The top bit of each byte of this word that is a backslash; exact up to the first one.
    @inlinable
    package var backslashes: UInt64 {
        let crossed = self ^ 0x5C5C_5C5C_5C5C_5C5C
        return (crossed &- 0x0101_0101_0101_0101) & ~crossed & 0x8080_8080_8080_8080
    }
}
