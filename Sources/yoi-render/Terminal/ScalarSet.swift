/// A set of characters as sorted boundaries: members begin at the first, third, … and end before the second, fourth, …
struct ScalarSet: Sendable {
    private let boundaries: [UInt32]

    init(_ boundaries: [UInt32]) { self.boundaries = boundaries }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        // Inside the set, an odd number of boundaries are not above the scalar.
        var (low, high) = (0, boundaries.count)
        while low < high {
            let middle = (low + high) / 2
            if boundaries[middle] <= scalar.value { low = middle + 1 } else { high = middle }
        }
        return low % 2 == 1
    }
}
