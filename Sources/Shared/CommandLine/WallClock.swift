internal import Glibc

/// The time of day.
package enum WallClock {
    /// The time in RFC 3339: UTC with milliseconds, `2026-08-23T22:06:16.042Z`.
    package static var now: String {
        var time = time
        var parts = tm()
        gmtime_r(&time.seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let milliseconds = String(1_000 + time.nanoseconds / 1_000_000).dropFirst()
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) + "."
            + milliseconds + "Z"
    }

    /// The time in milliseconds since 1970.
    package static var milliseconds: Int64 { Int64(time.seconds) * 1_000 + Int64(time.nanoseconds / 1_000_000) }

    private static var time: (seconds: Int, nanoseconds: Int) { SystemClock.read(CLOCK_REALTIME) }
}
