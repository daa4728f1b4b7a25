/// The buffer between socket and consumer. Bytes are received after `end` and read at `readOffset`, and a message's payload
/// is gathered in place: that of one frame never moves, those of several move down over the headers between them, each
/// byte once.
///
///     │ free │ message so far │ gap │ unread          │ free │
///            ^message.lower   ^upper ^readOffset       ^end
package struct ReceiveBuffer: Sendable {
    /// Storage; only `message` and `unread` are meaningful.
    package private(set) var bytes: [UInt8]
    /// The payload gathered so far, as offsets into `bytes`.
    private(set) var message: Range<Int>
    /// The offset of the first byte that has not been read.
    private(set) var readOffset: Int
    /// The offset after the last received byte.
    private(set) var end: Int

    init() {
        bytes = []
        message = 0..<0
        readOffset = 0
        end = 0
    }
}

extension ReceiveBuffer {
    /// The size between messages: large enough for few system calls, small enough for the processor's cache.
    static let restingSize = 256 << 10
    /// How many free bytes each read gets at least.
    static let readSize = restingSize / 2
    /// A buffer that grew larger than this for a message is freed.
    static let keptSize = 4 << 20

    /// The offsets of what has been received and not read.
    var unread: Range<Int> { readOffset..<end }

    /// Lets `read` write into the free space; returns its result, the number of bytes. `expected` is how many bytes may
    /// still belong to the message: the buffer grows by doubling, and never only because a header says so.
    mutating func receive<Failure: Error>(
        expected: Int, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) -> Int? {
        makeRoom(expected: expected)
        let end = self.end
        var storage = bytes.mutableSpan
        let count = try storage.withUnsafeMutableBytes { (all) throws(Failure) in
            try read(UnsafeMutableRawBufferPointer(rebasing: all[end...]))
        }
        guard let count else { return nil }
        self.end += min(max(count, 0), bytes.count - end)
        return count
    }

    /// Uses a storage that is shared with others, unless its own is large.
    mutating func borrow(_ storage: inout [UInt8]) {
        guard bytes.count < storage.count, kept <= storage.count - Self.readSize else { return }
        copyKept(to: &storage)
        swap(&bytes, &storage)
        storage = []
        settle()
    }

    /// Returns the storage, if no more than `maxMoved` bytes have to be moved out of it.
    mutating func giveBack(to storage: inout [UInt8], maxMoved: Int) {
        guard kept <= maxMoved, bytes.count >= Self.restingSize else { return }
        var own = [UInt8](repeating: 0, count: kept)
        copyKept(to: &own)
        swap(&bytes, &own)
        settle()
        // One is enough.
        if storage.isEmpty, own.count <= Self.keptSize { swap(&storage, &own) }
    }

    /// Skips bytes that are not payload.
    mutating func skip(_ count: Int) {
        readOffset += count
    }

    /// Begins a message at ``readOffset``.
    mutating func beginMessage() {
        message = readOffset..<readOffset
    }

    /// Moves unread bytes to the end of the message.
    mutating func gather(_ count: Int) {
        if message.upperBound != readOffset {
            move(readOffset..<readOffset + count, to: message.upperBound)
        }
        message = message.lowerBound..<message.upperBound + count
        readOffset += count
    }
}

extension ReceiveBuffer {
    /// The number of bytes that are still needed.
    private var kept: Int { message.count + unread.count }

    private mutating func makeRoom(expected: Int) {
        if message.isEmpty, unread.isEmpty {
            if bytes.isEmpty || bytes.count > Self.keptSize {
                bytes = [UInt8](repeating: 0, count: Self.restingSize)
            }
            message = 0..<0
            readOffset = 0
            end = 0
        }
        guard bytes.count - end < Self.readSize else { return }
        // Moving pays if it frees at least as many bytes as it moves, so no stream makes this quadratic.
        let moved = unread.count + (message.lowerBound > 0 ? message.count : 0)
        let freed = end - message.count - unread.count
        if freed >= moved { compact() }
        guard bytes.count - end < Self.readSize else { return }
        grow(to: kept + Self.readSize + min(expected, kept))
    }

    private mutating func compact() {
        move(message, to: 0)
        move(unread, to: message.count)
        settle()
    }

    private mutating func grow(to size: Int) {
        var larger = [UInt8](repeating: 0, count: max(size, Self.restingSize))
        copyKept(to: &larger)
        bytes = larger
        settle()
    }

    private func copyKept(to storage: inout [UInt8]) {
        guard kept > 0 else { return }
        for (range, target) in [(message, 0), (unread, message.count)] {
            storage.withUnsafeMutableBytes { storage in
                bytes.withUnsafeBytes { Self.copy($0, range, to: storage, at: target) }
            }
        }
    }

    /// Everything that is kept is now at the beginning.
    private mutating func settle() {
        (message, readOffset, end) = (0..<message.count, message.count, message.count + unread.count)
    }

    private mutating func move(_ range: Range<Int>, to target: Int) {
        guard range.lowerBound != target else { return }
        bytes.withUnsafeMutableBytes { Self.copy(UnsafeRawBufferPointer($0), range, to: $0, at: target) }
    }

    /// Source and target may overlap.
    private static func copy(
        _ source: UnsafeRawBufferPointer, _ range: Range<Int>, to target: UnsafeMutableRawBufferPointer, at offset: Int
    ) {
        UnsafeMutableRawBufferPointer(rebasing: target[offset..<offset + range.count])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range]))
    }
}
