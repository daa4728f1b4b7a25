extension Span where Element == UInt8 {
    /// A hash of what a validated JSON value means, whatever the order of its members and the spelling of its strings,
    /// since live events and log entries write the same content differently.
    func contentHash(of value: Range<Int>) -> UInt64 {
        guard let first = value.first.map({ self[$0] }) else { return 0 }
        switch first {
        case UInt8(ascii: "{"):
            var sum: UInt64 = 0
            forEachMember(of: value) { key, member in
                sum &+= Self.mix(TextHash(extracting(key.contents)).digest, contentHash(of: member))
            }
            return Self.mix(sum, 1)
        case UInt8(ascii: "["):
            var chain: UInt64 = 2
            forEachElement(of: value) { chain = Self.mix(chain, contentHash(of: $0)) }
            return chain
        case UInt8(ascii: "\""):
            return Self.mix(TextHash(extracting(value.lowerBound + 1..<value.upperBound - 1)).digest, 3)
        default: return Self.mix(TextHash(extracting(value)).digest, 4)
        }
    }

    /// A hash of bytes as they are, eight at a time, that continues from `seed`.
    func byteHash(of range: Range<Int>, from seed: UInt64) -> UInt64 {
        var hash = Self.mix(seed, UInt64(truncatingIfNeeded: range.count))
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            hash = (hash ^ word(at: index)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            index += 8
        }
        while index < range.upperBound {
            hash = (hash ^ UInt64(self[index])) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            index += 1
        }
        return hash
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014) over two words.
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var hash = (left &* 0x9E37_79B9_7F4A_7C15) ^ (right &+ 0xD1B5_4A32_D192_ED03)
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        return hash ^ hash >> 31
    }
}
