/// The length and a hash of a text: what is kept of a printed text instead of the text.
///
/// A polynomial over the bytes modulo 2⁶¹ − 1 (Karp and Rabin 1987), so that hashes join as texts do:
/// H(ab) = H(a)·B^|b| + H(b). The base is fixed, because a checkpoint must mean the same in another process.
package struct TextHash: Hashable, Sendable {
    /// Bytes of UTF-8.
    package private(set) var count = 0
    private(set) var value: UInt64 = 0

    /// Of no text.
    package init() {}

    init(count: Int, value: UInt64) { (self.count, self.value) = (count, value) }

    /// - Parameter contents: a validated JSON string between its quotes.
    package init(_ contents: Bytes) { append(contents) }
}

extension TextHash {
    /// Adds what the contents of a validated JSON string mean.
    package mutating func append(_ contents: Bytes) {
        var (count, value, index) = (count, value, 0)
        while index < contents.count {
            // Sixteen bytes with long multiplications that need not wait for each other, then four; an escape byte by byte.
            if index + 16 <= contents.count {
                let low = contents.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
                let high = contents.bytes.unsafeLoadUnaligned(fromByteOffset: index + 8, as: UInt64.self).littleEndian
                if !Self.hasBackslash(low), !Self.hasBackslash(high) {
                    let start =
                        Self.product(value, Self.base16) &+ Self.product(Self.sum(low & 0xFFFF_FFFF), Self.base12)
                    let rest =
                        Self.product(Self.sum(low >> 32), Self.base8)
                        &+ Self.product(Self.sum(high & 0xFFFF_FFFF), Self.base4)
                    value = Self.folded(start &+ rest &+ Self.sum(high >> 32))
                    (index, count) = (index + 16, count &+ 16)
                    continue
                }
            }
            if index + 4 <= contents.count {
                let four = contents.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)
                if !Self.hasBackslash(UInt64(four)) {
                    value = Self.product(value, Self.base4) &+ Self.sum(UInt64(UInt32(littleEndian: four)))
                    (index, count) = (index + 4, count &+ 4)
                    continue
                }
            }
            let byte = contents[index]
            if byte != UInt8(ascii: "\\") {
                value = Self.product(value, Self.base) &+ UInt64(byte) &+ 1
                (index, count) = (index + 1, count &+ 1)
                continue
            }
            let end = contents.endOfCharacter(from: index)
            contents.extracting(index..<end).unescape { byte in
                value = Self.product(value, Self.base) &+ UInt64(byte) &+ 1
                count &+= 1
            }
            index = end
        }
        self = Self(count: count, value: Self.reduced(value))
    }

    /// Adds one byte.
    mutating func append(_ byte: UInt8) {
        self = Self(count: count &+ 1, value: Self.reduced(Self.product(value, Self.base) &+ UInt64(byte) &+ 1))
    }

    /// Of this text and another after it.
    package func joined(to next: TextHash) -> TextHash {
        TextHash(
            count: count &+ next.count,
            value: (Self.product(value, Self.power(next.count)) &+ next.value) % Self.modulus)
    }

    /// Where in the contents of a JSON string the text ends of which this is the hash; `nil` if it is not there.
    ///
    /// - Parameter before: the text before these contents.
    package func end(in contents: Bytes, after before: TextHash = TextHash()) -> Int? {
        guard count >= before.count, count - before.count <= contents.count else { return nil }
        var (left, hash, index) = (count - before.count, before.value, 0)
        while left > 0, index < contents.count {
            let start = index
            index = contents.endOfCharacter(from: start)
            contents.extracting(start..<index).unescape { byte in
                hash = Self.product(hash, Self.base) &+ UInt64(byte) &+ 1
                left -= 1
            }
        }
        return left == 0 && hash % Self.modulus == value ? index : nil
    }
}

extension TextHash {
    private static var modulus: UInt64 { 1 << 61 - 1 }
    /// Below 2¹⁷, so that four bytes times its powers fit a word.
    private static var base: UInt64 { 0x1_D3B5 }
    private static var base2: UInt64 { base * base }
    private static var base3: UInt64 { base * base * base }
    /// Small enough, too, that sums never overflow before they are reduced.
    @inline(__always)
    private static var base4: UInt64 { reduced(product(base2, base2)) }
    @inline(__always)
    private static var base8: UInt64 { reduced(product(base4, base4)) }
    @inline(__always)
    private static var base12: UInt64 { reduced(product(base8, base4)) }
    @inline(__always)
    private static var base16: UInt64 { reduced(product(base8, base8)) }

    /// Four bytes as a polynomial of their own, the lowest first.
    @inline(__always)
    private static func sum(_ four: UInt64) -> UInt64 {
        let first = ((four & 255) + 1) &* base3
        let second = ((four >> 8 & 255) + 1) &* base2
        return first &+ second &+ ((four >> 16 & 255) + 1) &* base &+ (four >> 24) &+ 1
    }

    /// Whether a word has the byte of a backslash.
    @inline(__always)
    private static func hasBackslash(_ word: UInt64) -> Bool {
        let crossed = word ^ 0x5C5C_5C5C_5C5C_5C5C
        return (crossed &- 0x0101_0101_0101_0101) & ~crossed & 0x8080_8080_8080_8080 != 0
    }

    /// The same modulo 2⁶¹ − 1, and below 2⁶².
    @inline(__always)
    private static func folded(_ value: UInt64) -> UInt64 { (value & modulus) &+ value >> 61 }

    @inline(__always)
    private static func reduced(_ value: UInt64) -> UInt64 {
        let folded = folded(value)
        return folded >= modulus ? folded - modulus : folded
    }

    /// A product that fits 62 bits: enough to add to, and to multiply again.
    @inline(__always)
    private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return (low & modulus) &+ (low >> 61 | high << 3)
    }

    private static func power(_ exponent: Int) -> UInt64 {
        var (result, square, exponent) = (UInt64(1), base, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result = product(result, square) % modulus }
            square = product(square, square) % modulus
            exponent >>= 1
        }
        return result
    }
}

extension Span where Element == UInt8 {
    /// The end of the character, or the escape of one, at `start`: the contents of a validated JSON string.
    fileprivate func endOfCharacter(from start: Int) -> Int {
        guard self[start] == UInt8(ascii: "\\") else { return start + 1 }
        var index = start
        _ = unescapedScalar(at: &index)
        return index
    }
}
