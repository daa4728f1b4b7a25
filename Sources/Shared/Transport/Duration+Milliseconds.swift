extension Duration {
    /// Rounded up, so that a short time does not become "no limit"; capped at what 32 bits hold (24 days), as libcurl and
    /// `poll` count so.
    package var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
