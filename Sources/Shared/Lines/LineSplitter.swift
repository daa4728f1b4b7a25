internal import Glibc

/// Cuts a stream of bytes into lines, however the bytes arrive; a line may be as long as memory allows.
///
/// Lines end in LF or CRLF; the last one may end with the input. They are ranges of ``bytes``, valid until the next
/// ``append(_:)``.
package struct LineSplitter: Sendable {
    /// What has arrived and may still be asked for.
    package private(set) var bytes: [UInt8] = []
    private var start = 0
    private var searched = 0

    package init() {}
}

extension LineSplitter {
    /// Takes the next bytes of the stream; lines already handed out are forgotten.
    package mutating func append(_ chunk: Bytes) {
        if start > 0 {
            bytes.removeSubrange(..<start)
            searched -= start
            start = 0
        }
        chunk.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// The next whole line without its end; `nil` if more bytes are needed.
    package mutating func nextLine() -> Range<Int>? {
        guard let end = firstLineFeed() else {
            searched = bytes.count
            return nil
        }
        defer { (start, searched) = (end + 1, end + 1) }
        return withoutCarriageReturn(start..<end)
    }

    /// What is left when the input has ended: the last line, if it had no end of its own.
    package mutating func lastLine() -> Range<Int>? {
        guard start < bytes.count else { return nil }
        defer { (start, searched) = (bytes.count, bytes.count) }
        return withoutCarriageReturn(start..<bytes.count)
    }
}

extension LineSplitter {
    private func firstLineFeed() -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, searched < buffer.count else { return nil }
            guard let found = memchr(base + searched, 0x0A, buffer.count - searched) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private func withoutCarriageReturn(_ line: Range<Int>) -> Range<Int> {
        guard let last = line.last, bytes[last] == 0x0D else { return line }
        return line.lowerBound..<last
    }
}
