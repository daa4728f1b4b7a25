/// A number of bytes: `4096`, `1k`, `64MiB`, `2GB`.
///
/// `k`, `M`, `G` and `KiB`, `MiB`, `GiB` are powers of 1024; `kB`, `MB`, `GB` powers of 1000.
package struct ByteSize: Hashable, Sendable {
    /// The number of bytes, never negative.
    package var bytes: Int

    package init(bytes: Int) { self.bytes = bytes }

    /// A size in mebibytes.
    package static func mebibytes(_ count: Int) -> ByteSize { ByteSize(bytes: count << 20) }
}

extension ByteSize: ArgumentValue {
    package init(argument: String) throws(ArgumentError) {
        let digits = argument.prefix(while: \.isDigit)
        let unit = argument.dropFirst(digits.count)
        guard !digits.isEmpty, let factor = Self.factors[unit.lowercased()] else {
            throw ArgumentError("'\(argument)' is not a size", advice: "write for example 4096, 512k or 64MiB")
        }
        let product = (Int(digits) ?? .max).multipliedReportingOverflow(by: factor)
        guard !product.overflow, Int(digits) != nil else {
            throw ArgumentError("'\(argument)' is too large", advice: "write at most \(Int.max >> 30)GiB")
        }
        bytes = product.partialValue
    }

    package var argument: String? {
        for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes > 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)"
    }
}

extension ByteSize {
    private static let factors = [
        "": 1, "b": 1, "k": 1 << 10, "kib": 1 << 10, "kb": 1_000, "m": 1 << 20, "mib": 1 << 20, "mb": 1_000_000,
        "g": 1 << 30, "gib": 1 << 30, "gb": 1_000_000_000,
    ]
}
