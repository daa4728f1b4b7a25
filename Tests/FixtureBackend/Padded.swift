extension String {
    /// The number with leading zeros, `width` digits at least.
    init(padded number: some BinaryInteger, _ width: Int, radix: Int = 10) {
        let digits = String(number, radix: radix)
        self = String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
