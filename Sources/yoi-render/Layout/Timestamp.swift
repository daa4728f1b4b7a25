internal import Glibc

/// A point in time as date and time of day, local or UTC.
struct Timestamp: Equatable {
    /// `2026-06-26`
    let date: String
    /// `22:06:16`
    let time: String

    /// - Parameter milliseconds: since 1970.
    /// - Returns: `nil` if out of the calendar's range.
    init?(milliseconds: Int64, inUTC: Bool) {
        var seconds = time_t(milliseconds / 1_000 - (milliseconds % 1_000 < 0 ? 1 : 0))
        var parts = tm()
        guard (inUTC ? gmtime_r(&seconds, &parts) : localtime_r(&seconds, &parts)) != nil,
            (-1_900..<8_100).contains(parts.tm_year)
        else { return nil }
        (date, time) = (Self.text("%Y-%m-%d", parts), Self.text("%H:%M:%S", parts))
    }

    private static func text(_ format: String, _ parts: tm) -> String {
        var parts = parts
        return String(unsafeUninitializedCapacity: 32) { buffer in
            buffer.withMemoryRebound(to: CChar.self) { strftime($0.baseAddress, $0.count, format, &parts) }
        }
    }
}
