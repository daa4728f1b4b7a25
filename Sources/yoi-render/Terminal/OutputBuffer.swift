internal import Shared

/// Output bytes in one block of memory, passed to `drain` when it is full and on request.
///
/// Raw memory, because the copy from the read buffer to here is the program's hot path. After ``end``, at least
/// ``slack`` bytes are always allocated, so that a whole word may be stored even if only some of its bytes count.
struct OutputBuffer: ~Copyable {
    static let slack = 64

    private(set) var count = 0
    private let capacity: Int
    private let base: UnsafeMutablePointer<UInt8>
    private let drain: (Bytes) -> Void

    /// - Parameter drain: takes what is ready to be written.
    init(capacity: Int = 256 << 10, drain: @escaping (Bytes) -> Void) {
        self.capacity = capacity
        self.drain = drain
        base = .allocate(capacity: capacity + Self.slack)
    }

    deinit { base.deallocate() }
}

extension OutputBuffer {
    /// Where the next byte goes.
    var end: UnsafeMutableRawPointer { UnsafeMutableRawPointer(base + count) }

    /// Passes everything on, and is empty again.
    mutating func flush() {
        guard count > 0 else { return }
        drain(UnsafeBufferPointer(start: base, count: count).span)
        count = 0
    }

    /// Makes sure that `length` bytes, at most a few hundred, can be stored at ``end``.
    @inline(__always)
    mutating func reserve(_ length: Int) {
        if capacity &- count < length { flush() }
    }

    /// Counts bytes that were stored at ``end``.
    @inline(__always)
    mutating func advance(by length: Int) { count &+= length }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    /// Appends text of our own, which needs no cleaning.
    mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { append(text.utf8Start[index]) }
    }

    /// Appends the bytes of a harmless character.
    mutating func append(scalar: Unicode.Scalar) {
        if scalar.isASCII { return append(UInt8(truncatingIfNeeded: scalar.value)) }
        guard let bytes = UTF8.encode(scalar) else { return }
        for byte in bytes { append(byte) }
    }
}

extension OutputBuffer {
    /// Copies up to the next special byte, eight at a time.
    @inline(__always)
    mutating func appendPlainRun(of bytes: Bytes, from index: inout Int) {
        while index <= bytes.count - 8 {
            let word = bytes.word(at: index)
            let special = Self.specialBytes(in: word)
            reserve(8)
            end.storeBytes(of: word.littleEndian, as: UInt64.self)
            guard special != 0 else {
                advance(by: 8)
                index += 8
                continue
            }
            let length = special.trailingZeroBitCount / 8
            advance(by: length)
            index += length
            // U+3000 to U+EFFF, East Asian scripts among them: three bytes each, and no control characters.
            guard bytes.isEastAsian(at: index) else { return }
            repeat {
                for place in index..<index + 3 { append(bytes[place]) }
                index += 3
            } while bytes.isEastAsian(at: index)
        }
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return }
            append(byte)
            index += 1
        }
    }

    /// The top bit of each byte that is a control, DEL, a backslash or not ASCII; exact up to the first one.
    @inline(__always)
    private static func specialBytes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let backslashes = word ^ (ones &* 0x5C)
        let deletes = word ^ (ones &* 0x7F)
        let found = (backslashes &- ones) | (deletes &- ones) | (word &- ones &* 0x20)
        return (found | word) & tops
    }
}

extension Span where Element == UInt8 {
    /// Whether one of U+3000 to U+EFFF begins here, except for the invisible Hangul filler U+3164.
    @inline(__always)
    func isEastAsian(at index: Int) -> Bool {
        guard index + 3 <= count, 0xE3...0xEE ~= self[index] else { return false }
        return self[index] != 0xE3 || self[index + 1] != 0x85 || self[index + 2] != 0xA4
    }

    /// The character of one byte or three that ends here, in plain text.
    @inline(__always)
    func plainScalar(before end: Int) -> Unicode.Scalar {
        let last = self[end - 1]
        guard last >= 0x80, end >= 3 else { return Unicode.Scalar(last) }
        let value = UInt32(self[end - 3] & 0x0F) << 12 | UInt32(self[end - 2] & 0x3F) << 6 | UInt32(last & 0x3F)
        return Unicode.Scalar(value) ?? "\0"
    }
}
