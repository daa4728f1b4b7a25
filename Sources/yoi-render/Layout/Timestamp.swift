internal import Shared

/// A moment in UTC, as RFC 3339 writes it: `2026-06-26T07:46:40Z`.
enum Timestamp {
    static func text(milliseconds: Int64) -> String {
        // Far beyond any clock: what a peer sends must not overflow the sums below.
        let seconds = max(-62_135_596_800, min(milliseconds / 1_000, 253_402_300_799))
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        let second = Int(seconds) - day * 86_400
        let date = date(daysSince1970: day)
        let parts = [second / 3_600, second / 60 % 60, second % 60].map { $0.text(minDigits: 2) }
        return [date.year.text(minDigits: 4), date.month.text(minDigits: 2), date.day.text(minDigits: 2)].joined(
            separator: "-")
            + "T" + parts.joined(separator: ":") + "Z"
    }

    /// The Gregorian date: eras of 400 years have 146,097 days, and years that begin in March put the leap day last.
    private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month >= 10 ? month - 9 : month + 3, day)
    }
}
