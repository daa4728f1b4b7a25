/// Numbers in a form for people.
enum Numbers {
    /// `999`, `1.2k`, `3.4M`.
    static func tokens(_ count: UInt64) -> String {
        switch count {
        case ..<1_000: "\(count)"
        case ..<999_950: tenths(count, of: 1_000) + "k"
        default: tenths(count, of: 1_000_000) + "M"
        }
    }

    /// `800ms`, `1.2s`, `2m05s`.
    static func milliseconds(_ count: UInt64) -> String {
        switch count {
        case ..<1_000: "\(count)ms"
        case ..<60_000: tenths(count, of: 1_000) + "s"
        default: "\(count / 60_000)m" + (count / 1_000 % 60 < 10 ? "0" : "") + "\(count / 1_000 % 60)s"
        }
    }

    /// `1.2 s`, `41 s`, `2 min 5 s`, `3 h 20 min`.
    static func span(_ milliseconds: UInt64) -> String {
        let seconds = milliseconds / 1_000 + (milliseconds % 1_000 >= 500 ? 1 : 0)
        return switch milliseconds {
        case ..<9_950: tenths(milliseconds, of: 1_000) + " s"
        case ..<59_500: "\(seconds) s"
        case ..<3_599_500: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(seconds / 3_600) h \(seconds / 60 % 60) min"
        }
    }

    /// `1 request`, `2 requests`.
    static func count(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
        "\(number) " + (number == 1 ? noun : plural ?? noun + "s")
    }

    /// A part of a whole in percent, rounded.
    static func percent(_ part: UInt64, of whole: UInt64) -> String {
        whole == 0 ? "0%" : "\(Int((Double(part) / Double(whole) * 100).rounded()))%"
    }

    /// The first eight characters of a UUID, enough to tell two apart.
    static func shortID(_ id: String) -> String { String(id.prefix(8)) }

    private static func tenths(_ count: UInt64, of unit: UInt64) -> String {
        let tenths = count / (unit / 10) + (count % (unit / 10) >= unit / 20 ? 1 : 0)
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
