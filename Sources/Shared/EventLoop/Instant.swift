internal import Glibc

/// A time on a clock that also runs while the machine sleeps.
///
/// The layout of `ContinuousClock.Instant` is known only at run time, and so is that of every value that contains one;
/// streams took twice as long with it.
package struct Instant: InstantProtocol {
    /// Since the machine started.
    private let nanoseconds: Int64

    /// The current time.
    package static var now: Instant {
        let time = SystemClock.read(CLOCK_BOOTTIME)
        return Instant(nanoseconds: Int64(time.seconds) * 1_000_000_000 + Int64(time.nanoseconds))
    }

    package func advanced(by duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        // Twice the longest duration that an option accepts fits.
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflows else { return Instant(nanoseconds: seconds < 0 ? .min : .max) }
        let (rest, isTooLong) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        let (sum, isOutside) = nanoseconds.addingReportingOverflow(rest)
        return Instant(nanoseconds: isTooLong || isOutside ? (seconds < 0 ? .min : .max) : sum)
    }

    package func duration(to other: Instant) -> Duration {
        .nanoseconds(other.nanoseconds.subtractingReportingOverflow(nanoseconds).partialValue)
    }

    package static func + (left: Instant, right: Duration) -> Instant { left.advanced(by: right) }

    package static func - (left: Instant, right: Instant) -> Duration { right.duration(to: left) }

    package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
}

/// The clocks of the system.
enum SystemClock {
    static func read(_ clock: clockid_t) -> (seconds: Int, nanoseconds: Int) {
        // A `timespec`, whose members some builds cannot import: seconds, nanoseconds.
        var time = [0, 0]
        time.withUnsafeMutableBytes { bytes in
            _ = bytes.baseAddress.map { clock_gettime(clock, $0.assumingMemoryBound(to: timespec.self)) }
        }
        return (time[0], time[1])
    }
}
