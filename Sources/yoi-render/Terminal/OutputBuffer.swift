/// Bytes on their way out: one block of memory, handed to `drain` whenever it is full and whenever asked.
///
/// Raw memory, because the copy from the read buffer to here is the program's hot path; every write is preceded by
/// ``reserve(_:)`` or stays within ``slack``, which always remains free behind ``count``.
struct OutputBuffer: ~Copyable {
    /// Room that is always left, so that whole words may be stored where only some of their bytes count.
    static let slack = 64

    private(set) var count = 0
    private let capacity: Int
    private let base: UnsafeMutablePointer<UInt8>
    private let drain: (UnsafeRawBufferPointer) -> Void

    init(capacity: Int = 512 << 10, drain: @escaping (UnsafeRawBufferPointer) -> Void) {
        self.capacity = capacity
        self.drain = drain
        base = .allocate(capacity: capacity + Self.slack)
    }

    deinit { base.deallocate() }
}

extension OutputBuffer {
    /// Bytes that can be written before the buffer must be drained.
    var room: Int { capacity - count }

    /// Where the next byte goes.
    var end: UnsafeMutablePointer<UInt8> { base + count }

    /// Hands everything over and is empty again.
    mutating func flush() {
        guard count > 0 else { return }
        drain(UnsafeRawBufferPointer(start: base, count: count))
        count = 0
    }

    /// Makes sure that `length` bytes, at most a few hundred, can be written.
    @inline(__always)
    mutating func reserve(_ length: Int) {
        if room < length { flush() }
    }

    /// Counts bytes that were stored at ``end``.
    @inline(__always)
    mutating func advance(by length: Int) { count += length }

    /// Takes back what was written since `count` was `mark`, without a flush in between.
    mutating func rewind(to mark: Int) { count = mark }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        end.pointee = byte
        count += 1
    }

    /// Appends our own text, which needs no cleaning.
    mutating func append(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        end.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    /// Appends a character that is known to be harmless.
    mutating func append(_ scalar: Unicode.Scalar) {
        for byte in UTF8.encode(scalar).unsafelyUnwrapped { append(byte) }
    }
}
