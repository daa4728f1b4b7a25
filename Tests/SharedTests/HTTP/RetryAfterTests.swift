import Testing

@testable import Shared

@Suite struct `Retry-After` {
    /// Sun, 06 Nov 1994 08:49:37 GMT
    static let now = 784_111_777

    @Test(
        arguments: [
            ("0", .zero), ("7", .seconds(7)), ("1.5", .milliseconds(1_500)), ("1e300", .seconds(36_500 * 86_400)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", .seconds(30)), ("Sunday, 06-Nov-94 08:50:07 GMT", .seconds(30)),
            ("Sun Nov  6 08:50:07 1994", .seconds(30)), ("Sun, 06 Nov 1994 08:49:00 GMT", .zero),
            ("Tue, 06 Nov 9999 08:49:37 GMT", .seconds(36_500 * 86_400)),
            ("", nil), ("-1", nil), ("nan", nil), ("inf", nil), ("soon", nil), ("6 Nov", nil),
            ("Sun, 99 Nov 1994 08:50:07", nil),
            ("Sun, 06 Nov 99999999999 08:50:07 GMT", nil),
        ] as [(String, Duration?)])
    func `Retry-After is a number of seconds, a fraction or a date, and never negative`(text: String, delay: Duration?)
    {
        #expect(RetryAfter(text)?.delay(from: Self.now) == delay)
    }
}
