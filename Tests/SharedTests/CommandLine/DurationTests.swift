import Shared
import Testing

struct DurationTests {
    @Test(
        arguments: [
            ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("10", .seconds(10)), ("2m", .seconds(120)),
            ("1h", .seconds(3_600)), ("1d", .seconds(86_400)), ("0", .zero), ("1.5s", .milliseconds(1_500)),
            (".25", .milliseconds(250)), ("1.5h", .seconds(5_400)), ("0.000000001", .nanoseconds(1)),
            ("250us", .microseconds(250)), ("1.0000000000000000000000001s", .seconds(1)), ("007", .seconds(7)),
            ("36500d", Duration.maxArgument),
        ] as [(String, Duration)])
    func `a duration is read exactly`(text: String, expected: Duration) throws {
        #expect(try Duration(argument: text) == expected)
    }

    @Test(arguments: [
        "", " ", ".", "s", "-1", "+1", "1 s", "1S", "1.", "1.s", "1e3", "10sec", "٣s", "1️⃣", "0x10", "1s\n", "\u{0}",
    ])
    func `text that is not a duration is refused with an example`(text: String) {
        let error = #expect(throws: ArgumentError.self) { try Duration(argument: text) }
        #expect(error?.found == "'\(text)' is not a duration")
        #expect(error?.advice?.contains("500ms") == true)
    }

    @Test(arguments: [
        "36501d", "9223372036854775807", "9223372036854775807d", "99999999999999999999999999999999999999h",
    ])
    func `a duration that is too long is refused`(text: String) {
        let error = #expect(throws: ArgumentError.self) { try Duration(argument: text) }
        #expect(error?.found.contains("too long") == true)
    }

    @Test(
        arguments: [
            (.milliseconds(500), "500ms"), (.seconds(30), "30s"), (.seconds(120), "2m"), (.seconds(7_200), "2h"),
            (.seconds(90), "90s"), (.zero, "0"),
        ] as [(Duration, String)])
    func `help shows a default duration as one would write it`(duration: Duration, text: String) throws {
        #expect(duration.argument == text)
        #expect(try Duration(argument: text) == duration)
    }

    @Test(
        arguments: [
            (.zero, 0), (.nanoseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1_001), 2), (.seconds(-1), 0),
            (.seconds(1), 1_000), (Duration.maxArgument, Int(Int32.max)), (.seconds(Int64.max), Int(Int32.max)),
            (.seconds(2_147_483), Int(Int32.max)), (.seconds(Int64.min), 0), (.nanoseconds(-1), 0),
        ] as [(Duration, Int)])
    func `a wait in milliseconds is never too short and fits poll`(duration: Duration, milliseconds: Int) {
        #expect(duration.millisecondsRoundedUp == milliseconds)
    }
}
