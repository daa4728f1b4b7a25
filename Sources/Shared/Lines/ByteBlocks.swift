/// Bytes that arrive bit by bit and are wanted in one piece.
///
/// They are collected in blocks, so that a value of 100 MB is never held twice, as it would be while one array grows.
struct ByteBlocks: Sendable {
    private static let blockSize = 1 << 20

    private var full: [[UInt8]] = []
    private var last: [UInt8] = []
}

extension ByteBlocks {
    var isEmpty: Bool { full.isEmpty && last.isEmpty }

    mutating func append(_ bytes: Bytes) {
        if last.count + bytes.count > Self.blockSize, !last.isEmpty {
            full.append(last)
            last = []
            last.reserveCapacity(Self.blockSize)
        }
        bytes.withUnsafeBufferPointer { last.append(contentsOf: $0) }
    }

    /// Everything so far, which is then forgotten; each block is freed as soon as it is copied.
    mutating func joined() -> [UInt8] {
        defer { self = ByteBlocks() }
        guard !full.isEmpty else { return last }
        var all: [UInt8] = []
        all.reserveCapacity(full.reduce(last.count) { $0 + $1.count })
        for index in full.indices {
            all += full[index]
            full[index] = []
        }
        all += last
        return all
    }
}
