/// Numbers and hashes as bytes, and these as hexadecimal digits.
struct PackedBytes: Hashable, Sendable {
    private var bytes: [UInt8] = []
    private var offset = 0

    init() {}

    /// - Returns: `nil` unless these are pairs of digits.
    init?(_ text: String) {
        var high: UInt8?
        for byte in text.utf8 {
            guard let digit = byte.hexDigitValue else { return nil }
            if let first = high { bytes.append(first << 4 | digit) }
            high = high == nil ? digit : nil
        }
        guard high == nil else { return nil }
    }

    struct Fault: Error {}
}

extension PackedBytes {
    /// As hexadecimal digits.
    var text: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index] = digits[Int(byte >> 4)]
                buffer[2 * index + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    /// Seven bits a byte, the lowest first.
    mutating func append(count: Int) {
        var rest = UInt64(bitPattern: Int64(count))
        while rest > 127 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func append(_ word: UInt64) {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * shift))) }
    }

    mutating func append(_ hash: TextHash) {
        append(count: hash.count)
        append(hash.value)
    }

    mutating func append(_ word: UInt64?) {
        append(count: word == nil ? 0 : 1)
        if let word { append(word) }
    }

    mutating func append(_ hash: TextHash?) {
        append(count: hash == nil ? 0 : 1)
        if let hash { append(hash) }
    }
}

extension PackedBytes {
    var isAtEnd: Bool { offset == bytes.count }

    private mutating func next() throws(Fault) -> UInt8 {
        guard offset < bytes.count else { throw Fault() }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A count: never negative.
    mutating func nextCount() throws(Fault) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            let byte = try next()
            value |= UInt64(byte & 127) << shift
            guard byte & 128 != 0 else { return Int(truncatingIfNeeded: value) }
        }
        throw Fault()
    }

    mutating func nextWord() throws(Fault) -> UInt64 {
        var word: UInt64 = 0
        for shift in 0..<8 { word |= UInt64(try next()) << (8 * shift) }
        return word
    }

    mutating func nextHash() throws(Fault) -> TextHash {
        TextHash(count: try nextCount(), value: try nextWord())
    }

    mutating func nextWordIfAny() throws(Fault) -> UInt64? { try nextCount() == 0 ? nil : try nextWord() }

    mutating func nextHashIfAny() throws(Fault) -> TextHash? { try nextCount() == 0 ? nil : try nextHash() }
}
