/// The length and a hash of a text, kept instead of the text.
///
/// A polynomial over the bytes modulo 2⁶¹ − 1 (Karp and Rabin 1987), so that hashes can be concatenated like texts:
/// H(ab) = H(a)·B^|b| + H(b). The base is fixed, because another process must be able to use a checkpoint.
package struct TextHash: Hashable, Sendable {
    /// Bytes of UTF-8.
    package private(set) var count = 0
    private(set) var value: UInt64 = 0

    package init() {}

    init(count: Int, value: UInt64) { (self.count, self.value) = (count, value) }

    /// - Parameter contents: The contents of a validated JSON string, without its quotes.
    package init(_ contents: Bytes) { append(contents) }
}

extension TextHash {
    /// Appends the contents of a validated JSON string, decoded.
    package mutating func append(_ contents: Bytes) {
        var (count, value, index) = (count, value, 0)
        while index < contents.count {
            // Four words at a time, whose multiplications are independent; else the plain bytes of one word.
            if let words = contents.plainWords(at: index) {
                let sum =
                    UInt128(value) &* UInt128(Self.base32) &+ UInt128(Self.number(words.0)) &* UInt128(Self.base24)
                    &+ UInt128(Self.number(words.1)) &* UInt128(Self.base16)
                    &+ UInt128(Self.number(words.2)) &* UInt128(Self.base8)
                value = Self.folded(sum &+ UInt128(Self.number(words.3)))
                (index, count) = (index + 32, count &+ 32)
                continue
            }
            let (word, length) = contents.plainWord(at: index)
            value = Self.joined(value, Self.number(word), Self.base(length))
            (index, count) = (index + length, count &+ length)
            guard length < 8, index < contents.count else { continue }
            let scalar = contents.unescapedScalar(at: &index)
            if scalar.isASCII {
                (value, count) = (Self.joined(value, UInt64(scalar.value), Self.base), count &+ 1)
            } else {
                for byte in scalar.utf8 {
                    (value, count) = (Self.joined(value, UInt64(byte), Self.base), count &+ 1)
                }
            }
        }
        self = Self(count: count, value: Self.reduced(value))
    }

    /// Appends one byte.
    mutating func append(_ byte: UInt8) {
        self = Self(count: count &+ 1, value: Self.reduced(Self.joined(value, UInt64(byte), Self.base)))
    }

    /// The hash of this text followed by another.
    package func joined(to next: TextHash) -> TextHash {
        TextHash(
            count: count &+ next.count, value: Self.reduced(Self.joined(value, next.value, Self.power(next.count))))
    }

    /// Where the text with this hash ends in the contents of a JSON string; nil if they do not begin with it.
    ///
    /// - Parameter before: The part of the text before these contents.
    package func end(in contents: Bytes, after before: TextHash = TextHash()) -> Int? {
        guard let end = contents.index(afterUnescaped: count - before.count) else { return nil }
        var hash = before
        hash.append(contents.extracting(..<end))
        return hash == self ? end : nil
    }

    /// Length and hash as one number.
    var digest: UInt64 { Bytes.mix(value, UInt64(count)) }
}

extension TextHash {
    private static var modulus: UInt64 { 1 << 61 - 1 }
    /// No byte of UTF-8 is above 244, so eight bytes are the digits of a number, a different one for each eight bytes.
    private static var base: UInt64 { 251 }
    /// Powers of the base, from the eighth on modulo 2⁶¹ − 1.
    private static var base4: UInt64 { 0xEC94_0E71 }
    private static var base8: UInt64 { 0x1AA1_5041_0B78_8DE7 }
    private static var base16: UInt64 { 0x0B23_53DF_3BA5_57AE }
    private static var base24: UInt64 { 0x145B_2F8E_C815_F062 }
    private static var base32: UInt64 { 0x0043_A702_257B_FAED }

    /// The base raised to a power from 0 to 8.
    @inline(__always)
    private static func base(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 0: 1
        case 1: base
        case 2: base * base
        case 3: base * base * base
        case 4: base4
        case 5: base4 * base
        case 6: base4 * base * base
        case 7: base4 * base * base * base
        default: base8
        }
    }

    /// The number whose digits are the bytes of a word, lowest first. Neighbors are combined to pairs, and these to
    /// fours, in parallel; no sum overflows its part of the word.
    @inline(__always)
    private static func number(_ word: UInt64) -> UInt64 {
        let pairs = (word & 0x00FF_00FF_00FF_00FF) &* base &+ (word >> 8 & 0x00FF_00FF_00FF_00FF)
        let fours = (pairs & 0x0000_FFFF_0000_FFFF) &* (base * base) &+ (pairs >> 16 & 0x0000_FFFF_0000_FFFF)
        return (fours & 0xFFFF_FFFF) &* base4 &+ fours >> 32
    }

    /// The value for two joined texts; `power` is the base raised to the length of the second one.
    @inline(__always)
    private static func joined(_ left: UInt64, _ right: UInt64, _ power: UInt64) -> UInt64 {
        folded(UInt128(left) &* UInt128(power) &+ UInt128(right))
    }

    /// A number below 2⁶³ that equals a sum below 2¹²⁷ modulo 2⁶¹ − 1.
    @inline(__always)
    private static func folded(_ sum: UInt128) -> UInt64 {
        let (low, high) = (UInt64(truncatingIfNeeded: sum), UInt64(truncatingIfNeeded: sum >> 64))
        return (low & modulus) &+ low >> 61 &+ (high << 3 & modulus) &+ high >> 58
    }

    @inline(__always)
    private static func reduced(_ value: UInt64) -> UInt64 {
        let folded = (value & modulus) &+ value >> 61
        return folded >= modulus ? folded - modulus : folded
    }

    private static func power(_ exponent: Int) -> UInt64 {
        var (result, square, exponent) = (UInt64(1), base, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result = reduced(joined(result, 0, square)) }
            square = reduced(joined(square, 0, square))
            exponent >>= 1
        }
        return result
    }
}

extension Span where Element == UInt8 {
    /// The bytes at `index` before the next backslash, at most eight, in the upper part of a word, first byte lowest;
    /// and their number.
    @inline(__always)
    fileprivate func plainWord(at index: Int) -> (word: UInt64, length: Int) {
        let left = Swift.min(count - index, 8)
        var word: UInt64 = 0
        if index + 8 <= count {
            word = self.word(at: index)
        } else if count >= 8 {
            word = self.word(at: count - 8) >> UInt64(8 * (8 - left))
        } else {
            for offset in 0..<left { word |= UInt64(self[index + offset]) << UInt64(8 * offset) }
        }
        // Exact up to the first backslash.
        let length = Swift.min(word.backslashes.trailingZeroBitCount / 8, left)
        return (word << UInt64(64 - 8 * length), length)
    }

    /// Thirty-two bytes at `index`; nil if there are fewer, or one is a backslash.
    @inline(__always)
    fileprivate func plainWords(at index: Int) -> (UInt64, UInt64, UInt64, UInt64)? {
        guard index + 32 <= count else { return nil }
        let words = (word(at: index), word(at: index + 8), word(at: index + 16), word(at: index + 24))
        let found =
            words.0.backslashes | words.1.backslashes | words.2.backslashes | words.3.backslashes
        return found == 0 ? words : nil
    }
}
