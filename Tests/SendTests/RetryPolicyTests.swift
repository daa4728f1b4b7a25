import Shared
import Testing
import Transport

@testable import yoi_send

@Suite struct `The retry policy` {
    private static let reasons: [(TransportError.Reason, mayHeal: Bool)] = [
        (.unresolved, true), (.unconnected("x"), true), (.connectTimeout(.seconds(1)), true), (.proxy("x"), true),
        (.noDescriptor("x"), true), (.proxyLogin, false),
        (.closedEarly("x"), true), (.other("x"), true), (.noLibrary("x"), false), (.badURL, false), (.tls("x"), false),
        (.timeout(.seconds(1)), false), (.badAnswer("x"), false), (.bodyTooLarge(limit: 1), false), (.stopped, false),
    ]
    private static let now = Instant.now

    private func policy(_ change: (inout SendOptions) -> Void) -> RetryPolicy {
        var options = SendOptions()
        change(&options)
        return RetryPolicy(options, startingAt: Self.now)
    }

    @Test(arguments: reasons.indices)
    func `a request that may have been sent is never sent again`(index: Int) {
        let error = TransportError(Self.reasons[index].0, peer: "x", wasSent: true)
        var policy = policy { $0.retries = 9 }
        #expect(throws: error) { try policy.delay(after: error, at: Self.now, jitter: 0.5) }
    }

    @Test(arguments: reasons.indices)
    func `a request that cannot have been sent is retried if that can help`(index: Int) {
        let (reason, mayHeal) = Self.reasons[index]
        let error = TransportError(reason, peer: "x", wasSent: false)
        var policy = policy { $0.retries = 1 }
        #expect((try? policy.delay(after: error, at: Self.now, jitter: 0.5)) == (mayHeal ? .milliseconds(500) : nil))
        #expect(throws: error) { try policy.delay(after: error, at: Self.now, jitter: 0.5) }
    }

    @Test func `delays double up to half a minute, and end with the time limit`() throws {
        let error = TransportError(.unresolved, peer: "x", wasSent: false)
        var policy = policy { ($0.retries, $0.timeout) = (9, .zero) }
        let delays = try (0..<9).map { _ in try policy.delay(after: error, at: Self.now, jitter: 0.5) }
        #expect(delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        policy = self.policy { ($0.retries, $0.timeout) = (9, .seconds(1)) }
        #expect(try policy.delay(after: error, at: Self.now + .milliseconds(900), jitter: 0.5) == .milliseconds(100))
        #expect(throws: error) { try policy.delay(after: error, at: Self.now + .seconds(1), jitter: 0.5) }
    }

    @Test func `each attempt gets the time that is left`() {
        let limited = policy { $0.timeout = .seconds(4) }
        var options = TransportOptions()
        options.bodyLimit = 7
        let limits = limited.limits(options, at: Self.now + .seconds(3))
        #expect(limits.totalTimeout == .seconds(1))
        #expect(limits.connectTimeout == .seconds(1))
        #expect(limits.bodyLimit == 7)
        // Zero would mean no limit at all.
        #expect(limited.limits(TransportOptions(), at: Self.now + .seconds(9)).totalTimeout > .zero)
        let unlimited = policy { $0.timeout = .zero }.limits(TransportOptions(), at: Self.now + .seconds(99))
        #expect(unlimited.totalTimeout == .zero)
        #expect(unlimited.connectTimeout == .seconds(10))
        // Zero would be libcurl's own limit.
        let patient = policy { ($0.timeout, $0.connection.connectTimeout) = (.zero, .zero) }
        #expect(patient.limits(TransportOptions(), at: Self.now).connectTimeout == Duration.maxArgument)
    }

    @Test func `a timeout is reported with the given time`() {
        var policy = policy { $0.timeout = .seconds(2) }
        let error = TransportError(.connectTimeout(.milliseconds(1_987)), peer: "x", wasSent: false)
        #expect(throws: TransportError(.timeout(.seconds(2)), peer: "x", wasSent: false)) {
            try policy.delay(after: error, at: Self.now + .seconds(2), jitter: 0.5)
        }
    }

    @Test(
        arguments: [
            (429, nil, 30, .milliseconds(500)), (429, "7", 30, .seconds(7)), (503, "0.7", 30, .milliseconds(700)),
            (429, "31", 30, nil), (503, nil, 30, nil), (503, "600", 0, .seconds(600)), (503, "601", 0, nil),
            (500, "1", 30, nil), (408, "1", 30, nil), (200, "1", 30, nil),
        ] as [(Int, String?, Int, Duration?)])
    func `a response with Retry-After is retried after that time`(
        status: Int, retryAfter: String?, timeout: Int, delay: Duration?
    ) {
        var headers = HTTPHeaders()
        if let retryAfter { headers.appendIfMissing("Retry-After", retryAfter) }
        let response = HTTPResponse(status: status, headers: headers)
        var policy = policy { ($0.retries, $0.timeout) = (1, .seconds(timeout)) }
        #expect(policy.delay(after: response, at: Self.now, jitter: 0.5) == delay)
        #expect(policy.delay(after: response, at: Self.now, jitter: 0.5) == nil)
    }
}
