import Shared
import Testing
import Transport

@testable import yoi_send

@Suite struct `Attempts to send` {
    private static let reasons: [(TransportError.Reason, mayHeal: Bool)] = [
        (.unresolved, true), (.unconnected("x"), true), (.connectTimeout(.seconds(1)), true), (.proxy("x"), true),
        (.closedEarly("x"), true), (.other("x"), true), (.noLibrary("x"), false), (.badURL, false), (.tls("x"), false),
        (.timeout(.seconds(1)), false), (.badAnswer("x"), false), (.bodyTooLarge(limit: 1), false), (.stopped, false),
    ]
    private static let now = ContinuousClock.now

    private func attempts(_ change: (inout SendOptions) -> Void) -> Attempts {
        var options = SendOptions()
        change(&options)
        return Attempts(options, startingAt: Self.now)
    }

    @Test(arguments: reasons.indices)
    func `what may have been sent is never sent again`(index: Int) {
        let error = TransportError(Self.reasons[index].0, peer: "x", wasSent: true)
        var attempts = attempts { $0.retries = 9 }
        #expect(throws: error) { try attempts.pause(after: error, at: Self.now) }
    }

    @Test(arguments: reasons.indices)
    func `what cannot have been sent is tried again if that can help`(index: Int) {
        let (reason, mayHeal) = Self.reasons[index]
        let error = TransportError(reason, peer: "x", wasSent: false)
        var attempts = attempts { $0.retries = 1 }
        #expect((try? attempts.pause(after: error, at: Self.now)) == (mayHeal ? .milliseconds(500) : nil))
        #expect(throws: error) { try attempts.pause(after: error, at: Self.now) }
    }

    @Test func `pauses double up to half a minute and end with the time`() throws {
        let error = TransportError(.unresolved, peer: "x", wasSent: false)
        var attempts = attempts { ($0.retries, $0.timeout) = (9, .zero) }
        let pauses = try (0..<9).map { _ in try attempts.pause(after: error, at: Self.now) }
        #expect(pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .seconds($0) })
        attempts = self.attempts { ($0.retries, $0.timeout) = (9, .seconds(1)) }
        #expect(try attempts.pause(after: error, at: Self.now + .milliseconds(900)) == .milliseconds(100))
        #expect(throws: error) { try attempts.pause(after: error, at: Self.now + .seconds(1)) }
    }

    @Test func `each attempt gets the time that is left`() {
        let limited = attempts { $0.timeout = .seconds(4) }
        let limits = limited.limits(TransportOptions(bodyLimit: 7), at: Self.now + .seconds(3))
        #expect(limits.totalTimeout == .seconds(1))
        #expect(limits.connectTimeout == .seconds(1))
        #expect(limits.bodyLimit == 7)
        // Zero would mean no limit at all.
        #expect(limited.limits(TransportOptions(), at: Self.now + .seconds(9)).totalTimeout > .zero)
        let unlimited = attempts { $0.timeout = .zero }.limits(TransportOptions(), at: Self.now + .seconds(99))
        #expect(unlimited.totalTimeout == .zero)
        #expect(unlimited.connectTimeout == .seconds(10))
        // Zero would be libcurl's own limit.
        let patient = attempts { ($0.timeout, $0.connection.connectTimeout) = (.zero, .zero) }
        #expect(patient.limits(TransportOptions(), at: Self.now).connectTimeout == Duration.maxArgument)
    }

    @Test func `time that is over is reported as the time that was given`() {
        var attempts = attempts { $0.timeout = .seconds(2) }
        let error = TransportError(.connectTimeout(.milliseconds(1_987)), peer: "x", wasSent: false)
        #expect(throws: TransportError(.timeout(.seconds(2)), peer: "x", wasSent: false)) {
            try attempts.pause(after: error, at: Self.now + .seconds(2))
        }
    }
}
