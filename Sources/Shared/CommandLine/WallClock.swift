internal import Glibc

/// The time of day.
package enum WallClock {
    /// Now in RFC 3339: UTC with milliseconds, `2026-08-23T22:06:16.042Z`.
    package static var now: String {
        var time = timeval()
        gettimeofday(&time, nil)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let length = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let milliseconds = String(1_000 + time.tv_usec / 1_000).dropFirst()
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) + "." + milliseconds
            + "Z"
    }
}
