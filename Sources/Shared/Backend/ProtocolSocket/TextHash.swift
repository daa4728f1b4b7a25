/// The length and a hash of a text: what is kept of a printed text instead of the text.
///
/// A polynomial over the bytes modulo 2⁶¹ − 1 (Karp and Rabin 1987), so that hashes join as texts do:
/// H(ab) = H(a)·B^|b| + H(b). The base is fixed, because a checkpoint must mean the same in another process.
struct TextHash: Hashable, Sendable {
    /// Bytes of UTF-8.
    private(set) var count = 0
    private(set) var value: UInt64 = 0

    init() {}

    init(count: Int, value: UInt64) { (self.count, self.value) = (count, value) }

    /// - Parameter contents: a validated JSON string between its quotes.
    init(_ contents: Bytes) { append(contents) }
}

extension TextHash {
    /// Adds what the contents of a validated JSON string mean.
    @inline(__always)
    mutating func append(_ contents: Bytes) {
        var (count, value) = (count, value)
        contents.unescape { byte in
            value = Self.product(value, Self.base) &+ UInt64(byte) &+ 1
            count &+= 1
        }
        self = Self(count: count, value: value % Self.modulus)
    }

    /// Adds one byte.
    mutating func append(_ byte: UInt8) {
        self = Self(count: count &+ 1, value: (Self.product(value, Self.base) &+ UInt64(byte) &+ 1) % Self.modulus)
    }

    func joined(to next: TextHash) -> TextHash {
        TextHash(
            count: count &+ next.count,
            value: (Self.product(value, Self.power(next.count)) &+ next.value) % Self.modulus)
    }

    /// Where in the contents of a JSON string the text ends of which this is the hash; `nil` if it is not there.
    ///
    /// - Parameter before: the text before these contents.
    func end(in contents: Bytes, after before: TextHash = TextHash()) -> Int? {
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
    private static let modulus: UInt64 = 1 << 61 - 1
    private static let base: UInt64 = 0x0B5A_D4EC_EDA1_CE2A

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
        var index = start + 2
        guard index <= count, self[start + 1] == UInt8(ascii: "u") else { return Swift.min(index, count) }
        _ = unescapedScalar(at: &index)
        return index
    }
}
