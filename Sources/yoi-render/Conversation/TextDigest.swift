internal import Shared

/// The length and a hash of a growing text, independent of the pieces and escapes in which it arrives.
///
/// Half the cost of a ``TextHash``, but hashes cannot be joined: bytes are mixed in words of eight, and those that do not
/// fill a word are held.
struct TextDigest: Equatable {
    /// Bytes of UTF-8.
    private(set) var count = 0
    private var hash: UInt64 = 0
    private var held: UInt64 = 0
}

extension TextDigest {
    /// - Parameter contents: The contents of a validated JSON string, without its quotes.
    init(_ contents: Bytes) { append(contents) }

    /// Adds the meaning of a validated JSON string's contents.
    mutating func append(_ contents: Bytes) {
        var index = 0
        while index < contents.count {
            appendWords(of: contents, from: &index)
            let rest = contents.paddedWord(at: index)
            let length = min(rest.backslashes.trailingZeroBitCount / 8, contents.count - index)
            append(rest, length)
            index += length
            guard index < contents.count else { break }
            let scalar = contents.unescapedScalar(at: &index)
            if scalar.isASCII {
                append(UInt64(scalar.value), 1)
            } else {
                for byte in scalar.utf8 { append(UInt64(byte), 1) }
            }
        }
    }

    /// Where this text ends in the contents of a JSON string; `nil` if they do not begin with it.
    func end(in contents: Bytes) -> Int? {
        guard let end = contents.index(afterUnescaped: count) else { return nil }
        return TextDigest(contents.extracting(0..<end)) == self ? end : nil
    }

    /// Whether the contents of a JSON string end with this text.
    func isEnd(of contents: Bytes) -> Bool {
        guard let start = contents.index(afterUnescaped: contents.unescapedCount - count) else { return false }
        return TextDigest(contents.extracting(start..<contents.count)) == self
    }

    /// Adds words up to the first escape.
    private mutating func appendWords(of contents: Bytes, from index: inout Int) {
        let shift = heldBits
        var (hash, held, next) = (hash, held, index)
        while next <= contents.count - 8 {
            let word = contents.word(at: next)
            guard word.backslashes == 0 else { break }
            hash = Self.mixed(hash, held | word &<< shift)
            held = (word &>> 1) &>> (63 &- shift)
            next += 8
        }
        count += next - index
        (self.hash, self.held, index) = (hash, held, next)
    }

    /// Adds the first bytes of a word, fewer than eight, the lowest first.
    @inline(__always)
    private mutating func append(_ word: UInt64, _ length: Int) {
        let shift = heldBits
        let bytes = word & (1 &<< UInt64(truncatingIfNeeded: length &* 8) &- 1)
        held |= bytes &<< shift
        if count & 7 + length >= 8 {
            hash = Self.mixed(hash, held)
            held = (bytes &>> 1) &>> (63 &- shift)
        }
        count += length
    }

    private var heldBits: UInt64 { UInt64(truncatingIfNeeded: count & 7) &* 8 }

    /// Folding the product of a wide multiplication mixes all bits in few instructions.
    @inline(__always)
    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return (product.high ^ product.low) &+ 0xD1B5_4A32_D192_ED03
    }
}

extension Span where Element == UInt8 {
    /// The next bytes as a word, padded with NULs at the end.
    @inline(__always)
    fileprivate func paddedWord(at offset: Int) -> UInt64 {
        if offset <= count - 8 { return word(at: offset) }
        var word: UInt64 = 0
        for index in (offset..<count).reversed() { word = word << 8 | UInt64(self[index]) }
        return word
    }
}
