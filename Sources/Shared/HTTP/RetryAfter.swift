internal import Glibc

/// The value of `Retry-After` (RFC 9110 §10.2.3): seconds, for which some servers send a fraction, or a date.
enum RetryAfter: Hashable, Sendable {
    case delay(Duration)
    /// Seconds since 1970.
    case date(Int)

    /// Nil if the text is neither.
    init?(_ text: String) {
        if let first = text.utf8.first, (0x30...0x39).contains(first), let seconds = Double(text) {
            self = .delay(.seconds(min(seconds, Self.maxSeconds)))
            return
        }
        guard let date = Self.seconds(date: text) else { return nil }
        self = .date(date)
    }
}

extension RetryAfter {
    /// RFC 9110 §5.6.7: the preferred form and the two obsolete ones, always in GMT. In all of them the day comes before
    /// the year.
    private static func seconds(date text: String) -> Int? {
        let words = text.split { " ,-".contains($0) }
        let clock = words.first { $0.contains(":") }?.split(separator: ":").compactMap { Int32($0) } ?? []
        let numbers = words.compactMap { Int32($0) }
        guard let month = words.lazy.compactMap({ months.firstIndex(of: String($0)) }).first, numbers.count == 2,
            clock.count == 3, (1...31).contains(numbers[0]), (0...9_999).contains(numbers[1])
        else { return nil }
        let year = numbers[1] >= 100 ? numbers[1] : numbers[1] + (numbers[1] < 70 ? 2_000 : 1_900)
        var parts = tm()
        (parts.tm_sec, parts.tm_min, parts.tm_hour) = (clock[2], clock[1], clock[0])
        (parts.tm_mday, parts.tm_mon, parts.tm_year) = (numbers[0], Int32(month), year - 1_900)
        return timegm(&parts)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// A hundred years, as for durations on the command line.
    private static let maxSeconds = 36_500.0 * 86_400

    /// How long to wait from `now`, in seconds since 1970.
    func delay(from now: Int) -> Duration {
        switch self {
        case .delay(let duration): duration
        case .date(let date): .seconds(min(max(Double(date) - Double(now), 0), Self.maxSeconds))
        }
    }
}
