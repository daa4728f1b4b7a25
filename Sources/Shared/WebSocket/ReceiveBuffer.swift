/// The one buffer between socket and consumer. Bytes are received after `end`, read at `cursor`, and a message's payload
/// is gathered in place: an unfragmented one never moves, the parts of a fragmented one move down over the headers
/// between them, each byte once.
///
///     │ free │ message so far │ gap │ unread          │ free │
///            ^message.lower   ^upper ^cursor          ^end
package struct ReceiveBuffer: Sendable {
    /// Storage; only `message` and `unread` mean something.
    package private(set) var bytes: [UInt8]
    /// The payload gathered so far, as offsets into `bytes`.
    package private(set) var message: Range<Int>
    /// Offset of the first byte nobody has looked at.
    package private(set) var cursor: Int
    /// Offset after the last received byte.
    package private(set) var end: Int

    init() {
        bytes = []
        message = 0..<0
        cursor = 0
        end = 0
    }
}

extension ReceiveBuffer {
    /// Bytes kept between messages: enough for few system calls, small enough for the processor's cache.
    static let restingSize = 256 << 10
    /// Free bytes offered to each read, at least.
    static let readSize = restingSize / 2
    /// A buffer grown for a large message is given back above this size.
    static let keptSize = 4 << 20

    /// Offsets of what has arrived and nobody has looked at.
    var unread: Range<Int> { cursor..<end }

    /// Lets `read` write into the free space; its answer, the number of bytes, is passed on. `expected` is how many bytes
    /// may still belong to the message: room is made for them by doubling, never on the word of a header alone.
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

    /// Works in a storage that others use in between, unless it has a large one of its own.
    mutating func borrow(_ storage: inout [UInt8]) {
        guard bytes.count < storage.count, kept <= storage.count - Self.readSize else { return }
        copyKept(to: &storage)
        swap(&bytes, &storage)
        storage = []
        settle()
    }

    /// Gives the storage to others, if no more than `maxMoved` bytes have to be moved out of it.
    mutating func giveBack(to storage: inout [UInt8], maxMoved: Int) {
        guard kept <= maxMoved, bytes.count >= Self.restingSize else { return }
        var own = [UInt8](repeating: 0, count: kept)
        copyKept(to: &own)
        swap(&bytes, &own)
        settle()
        // Of two, one is enough.
        if storage.isEmpty, own.count <= Self.keptSize { swap(&storage, &own) }
    }

    /// Passes over bytes that are not payload.
    mutating func skip(_ count: Int) {
        cursor += count
    }

    /// Forgets the last message; the next one is gathered from the cursor on.
    mutating func beginMessage() {
        message = cursor..<cursor
    }

    /// Moves unread bytes to the end of the message.
    mutating func gather(_ count: Int) {
        if message.upperBound != cursor {
            move(cursor..<cursor + count, to: message.upperBound)
        }
        message = message.lowerBound..<message.upperBound + count
        cursor += count
    }
}

extension ReceiveBuffer {
    /// Bytes that are still wanted.
    private var kept: Int { message.count + unread.count }

    private mutating func makeRoom(expected: Int) {
        if message.isEmpty, unread.isEmpty {
            if bytes.isEmpty || bytes.count > Self.keptSize {
                bytes = [UInt8](repeating: 0, count: Self.restingSize)
            }
            message = 0..<0
            cursor = 0
            end = 0
        }
        guard bytes.count - end < Self.readSize else { return }
        // Moving pays when it frees at least as many bytes as it moves; so no byte stream makes this quadratic.
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

    /// Everything kept is at the beginning now.
    private mutating func settle() {
        (message, cursor, end) = (0..<message.count, message.count, message.count + unread.count)
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
