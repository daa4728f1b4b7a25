internal import Glibc
internal import Shared

/// Consecutive pieces of text, joined so that they are handled at once.
struct TextBatch: ~Copyable {
    private static let capacity = 32 << 10

    private let base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    private var count = 0
    private var hasEscapes = false

    deinit { base.deallocate() }
}

extension TextBatch {
    /// - Parameters:
    ///   - contents: the validated contents of a JSON string.
    ///   - escaped: whether a backslash occurs.
    /// - Returns: false if the piece does not fit or must not be joined with others.
    @inline(__always)
    mutating func append(_ contents: Bytes, escaped: Bool) -> Bool {
        // The halves of a surrogate pair in two pieces are not a pair.
        guard contents.count <= Self.capacity - count, !escaped || !contents.starts(with: "\\u") else { return false }
        contents.withUnsafeBytes { source in
            if let start = source.baseAddress { memcpy(base + count, start, source.count) }
        }
        count += contents.count
        hasEscapes = hasEscapes || escaped
        return true
    }

    /// Passes on the joined pieces, and is empty again.
    mutating func take(_ body: (_ contents: Bytes, _ escaped: Bool) -> Void) {
        guard count > 0 else { return }
        body(UnsafeBufferPointer(start: base, count: count).span, hasEscapes)
        (count, hasEscapes) = (0, false)
    }
}
