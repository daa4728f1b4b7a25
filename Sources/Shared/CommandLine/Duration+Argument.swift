/// A time span: `500ms`, `10s`, `2m`, `1h`, `1d`, a bare number of seconds; fractions too (`1.5s`).
extension Duration: ArgumentValue {
    /// A hundred years: anything longer is a typing error, and the sum of two such spans still fits.
    package static let maxArgument = Duration.seconds(100 * 365 * 86_400)

    package init(argument: String) throws(ArgumentError) {
        guard let parsed = DurationText(argument) else {
            throw ArgumentError(
                "'\(argument)' is not a duration", advice: "write for example 500ms, 10s, 2m or 1.5h")
        }
        guard let duration = parsed.duration, duration <= Self.maxArgument else {
            throw ArgumentError("'\(argument)' is too long", advice: "write at most 36500d")
        }
        self = duration
    }

    package var argument: String? {
        let (seconds, attoseconds) = components
        if attoseconds != 0 { return "\(millisecondsRoundedUp)ms" }
        for (unit, length) in [("h", Int64(3_600)), ("m", 60)] where seconds >= length && seconds % length == 0 {
            return "\(seconds / length)\(unit)"
        }
        return seconds == 0 ? "0" : "\(seconds)s"
    }

    /// As a limit: in every option of every program, zero means none.
    package var asLimit: Duration? { self == .zero ? nil : self }

    /// Whole milliseconds for `poll` and libcurl, rounded up so that a wait is never too short and a short limit never
    /// 0; at most 24 days, which fit in 32 bits.
    package var millisecondsRoundedUp: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return Int(Int32.max) }
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

/// `digits [ "." digits ] [ unit ]`, or `"." digits [ unit ]`.
private struct DurationText {
    let whole: Int
    /// Billionths of the unit; further digits are ignored.
    let billionths: Int
    let nanosecondsPerUnit: Int

    init?(_ text: String) {
        let wholeDigits = text.prefix(while: \.isDigit)
        var rest = text.dropFirst(wholeDigits.count)
        var fraction = Substring()
        if rest.first == "." {
            fraction = rest.dropFirst().prefix(while: \.isDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !wholeDigits.isEmpty || !fraction.isEmpty else { return nil }
        switch rest {
        case "us": nanosecondsPerUnit = 1_000
        case "ms": nanosecondsPerUnit = 1_000_000
        case "", "s": nanosecondsPerUnit = 1_000_000_000
        case "m": nanosecondsPerUnit = 60_000_000_000
        case "h": nanosecondsPerUnit = 3_600_000_000_000
        case "d": nanosecondsPerUnit = 86_400_000_000_000
        default: return nil
        }
        whole = wholeDigits.isEmpty ? 0 : Int(wholeDigits) ?? .max
        var (sum, weight) = (0, 100_000_000)
        for digit in fraction.utf8.prefix(9) {
            sum += Int(digit - UInt8(ascii: "0")) * weight
            weight /= 10
        }
        billionths = sum
    }

    /// Nil if it does not fit.
    var duration: Duration? {
        let (nanoseconds, overflow) = whole.multipliedReportingOverflow(by: nanosecondsPerUnit)
        guard !overflow else { return nil }
        let part = Int128(billionths) * Int128(nanosecondsPerUnit) / 1_000_000_000
        return .nanoseconds(nanoseconds) + .nanoseconds(Int64(part))
    }
}
