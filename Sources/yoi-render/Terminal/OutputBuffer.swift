internal import Shared

/// Bytes on their way out: one block of memory, handed to `drain` whenever it is full and whenever asked.
///
/// Raw memory, because the copy from the read buffer to here is the program's hot path. Behind ``end`` at least
/// ``slack`` bytes are always ours, so that a whole word may be stored where only some of its bytes count.
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

    /// Hands everything over and is empty again.
    mutating func flush() {
        guard count > 0 else { return }
        drain(UnsafeBufferPointer(start: base, count: count).span)
        count = 0
    }

    /// Makes sure that `length` bytes, at most a few hundred, can be stored at ``end``.
    @inline(__always)
    mutating func reserve(_ length: Int) {
        if capacity - count < length { flush() }
    }

    /// Counts bytes that were stored at ``end``.
    @inline(__always)
    mutating func advance(by length: Int) { count += length }

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
        for byte in scalar.utf8 { append(byte) }
    }
}
