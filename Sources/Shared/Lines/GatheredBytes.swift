internal import Glibc

/// Collects bytes that arrive in pieces.
///
/// Large values are kept in memory that grows without being copied (glibc moves large blocks by their pages) and is
/// freed while the result is made, so that a value of 100 MB is never held twice.
package struct GatheredBytes: ~Copyable, @unchecked Sendable {
    /// From this size on, in bytes.
    private static let largeSize = 1 << 20

    private var array: [UInt8] = []
    private var block: UnsafeMutableRawPointer?
    private var capacity = 0
    /// Bytes in the block.
    private var length = 0

    package init() {}

    deinit { free(block) }
}

extension GatheredBytes {
    /// The number of bytes so far.
    package var count: Int { array.count + length }

    /// Appends bytes.
    package mutating func append(_ bytes: Bytes) {
        if block == nil, array.count + bytes.count < Self.largeSize {
            bytes.withUnsafeBufferPointer { array.append(contentsOf: $0) }
        } else {
            let before = array
            array = []
            store(before.span)
            store(bytes)
        }
    }

    /// Returns everything so far and starts over.
    package mutating func joined() -> [UInt8] {
        guard let block else {
            defer { array = [] }
            return array
        }
        let length = length
        let whole = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            for start in stride(from: 0, to: length, by: Self.largeSize) {
                let piece = UnsafeRawBufferPointer(start: block + start, count: min(Self.largeSize, length - start))
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[start...])
                    .copyMemory(from: piece)
                Self.forget(piece)
            }
            count = length
        }
        free(block)
        (self.block, capacity, self.length) = (nil, 0, 0)
        return whole
    }
}

extension GatheredBytes {
    private mutating func store(_ bytes: Bytes) {
        if length + bytes.count > capacity {
            capacity = max(2 * capacity, length + bytes.count)
            block = realloc(block, capacity)
        }
        guard let block else { preconditionFailure("out of memory") }  // as an array would
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { (block + length).copyMemory(from: base, byteCount: source.count) }
        }
        length += bytes.count
    }

    /// Frees the pages that are entirely within these bytes; their contents are lost.
    private static func forget(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let pageSize = Int(getpagesize())
        let gap = (pageSize - Int(bitPattern: base) % pageSize) % pageSize
        let size = (bytes.count - gap) / pageSize * pageSize
        if size > 0 { madvise(UnsafeMutableRawPointer(mutating: base + gap), size, MADV_DONTNEED) }
    }
}
