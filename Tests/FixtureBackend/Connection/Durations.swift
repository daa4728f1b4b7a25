extension Duration {
    /// `500ms`, `2s` or a bare number of seconds; nil for anything else.
    init?(text: String) {
        let (number, unit) =
            text.hasSuffix("ms") ? (text.dropLast(2), 1e-3) : (text.hasSuffix("s") ? text.dropLast() : text[...], 1)
        guard let value = Double(number), value >= 0, value < 1e6 else { return nil }
        self = .seconds(value * unit)
    }

    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }

    var milliseconds: Int32 { Int32(min((seconds * 1_000).rounded(.up), 1e9)) }
}
