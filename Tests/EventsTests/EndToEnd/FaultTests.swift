import TestSupport
import Testing

/// Servers that break RFC 6455, or HTTP before that.
@Suite struct `A server that breaks the protocol` {
    struct Fault: Sendable, CustomTestStringConvertible {
        let script: String
        let words: String
        /// What we close with; `nil` before the connection is a WebSocket.
        var closeCode: Int?

        var testDescription: String { script }
    }

    static let frames: [Fault] = [
        Fault(script: "bad-utf8", words: "not UTF-8 at byte 11", closeCode: 1007),
        Fault(script: "bad-utf8-across-fragments", words: "not UTF-8 at byte 0", closeCode: 1007),
        Fault(script: "close-code-999", words: "the invalid code 999", closeCode: 1002),
        Fault(script: "close-code-1004", words: "the invalid code 1004", closeCode: 1002),
        Fault(script: "close-code-1005", words: "the invalid code 1005", closeCode: 1002),
        Fault(script: "close-code-1006", words: "the invalid code 1006", closeCode: 1002),
        Fault(script: "close-code-1015", words: "the invalid code 1015", closeCode: 1002),
        Fault(script: "close-code-1016", words: "the invalid code 1016", closeCode: 1002),
        Fault(script: "close-code-2999", words: "the invalid code 2999", closeCode: 1002),
        Fault(script: "close-code-5000", words: "the invalid code 5000", closeCode: 1002),
        Fault(script: "close-of-one-byte", words: "half a code", closeCode: 1002),
        Fault(script: "close-reason-bad-utf8", words: "reason is not UTF-8", closeCode: 1007),
        Fault(script: "continuation-of-nothing", words: "nothing to continue", closeCode: 1002),
        Fault(script: "fragmented-ping", words: "a ping frame is fragmented", closeCode: 1002),
        Fault(script: "length-not-minimal-16", words: "the frame length 1 is not spelled", closeCode: 1002),
        Fault(script: "length-not-minimal-64", words: "the frame length 1 is not spelled", closeCode: 1002),
        Fault(script: "length-of-an-exabyte", words: "longer than the limit of 67108864 bytes", closeCode: 1009),
        Fault(script: "length-with-top-bit", words: "its top bit set", closeCode: 1002),
        Fault(script: "masked-frame", words: "is masked", closeCode: 1002),
        Fault(script: "message-within-message", words: "a text frame interrupts", closeCode: 1002),
        Fault(script: "oversized-close", words: "a close frame carries more than 125 bytes", closeCode: 1002),
        Fault(script: "oversized-ping", words: "a ping frame carries more than 125 bytes", closeCode: 1002),
        Fault(script: "reserved-bit-1", words: "reserved bits", closeCode: 1002),
        Fault(script: "reserved-bit-3", words: "reserved bits", closeCode: 1002),
        Fault(script: "reserved-bit-on-ping", words: "reserved bits", closeCode: 1002),
        Fault(script: "unknown-control-opcode", words: "the unknown opcode 11", closeCode: 1002),
        Fault(script: "unknown-data-opcode", words: "the unknown opcode 3", closeCode: 1002),
    ]

    static let handshakes: [Fault] = [
        Fault(script: "handshake-endless-head", words: "longer than 65536 bytes"),
        Fault(script: "handshake-garbage", words: #"it begins with "SSH-2.0-OpenSSH_9.2\r\n""#),
        Fault(script: "handshake-missing-accept-key", words: "Sec-WebSocket-Accept does not answer our key"),
        Fault(script: "handshake-no-connection-header", words: #"found "keep-alive""#),
        Fault(script: "handshake-redirect", words: "refused the event stream: 302 Found"),
        Fault(script: "handshake-status-200", words: "refused the event stream: 200 OK"),
        Fault(script: "handshake-unasked-extension", words: #"an extension nobody asked for: "permessage-deflate""#),
        Fault(script: "handshake-unasked-subprotocol", words: #"a subprotocol nobody asked for: "chat""#),
        Fault(script: "handshake-wrong-accept-key", words: "Sec-WebSocket-Accept does not answer our key"),
        Fault(script: "handshake-wrong-upgrade", words: #"found "h2c""#),
    ]

    @Test func `the tables of protocol faults are complete`() {
        let names = (Self.frames + Self.handshakes).map { $0.script + ".json" }
        #expect(names.sorted() == Fixtures.names(in: "scripts/faults"))
    }

    @Test(arguments: frames, BackendAPI.allCases)
    func `a server that breaks the protocol is told so, and yoi-events ends with 76`(_ fault: Fault, api: BackendAPI)
        throws
    {
        let backend = try FixtureBackend(["--script", "faults/" + fault.script], api: api)
        let outcome = try backend.follow(["--no-transcript", "--retry", "0"])
        #expect(outcome.status == 76, "\(outcome)")
        // What came before the fault is printed; nothing of what came with it is.
        let lines = try outcome.lines.map(gist)
        #expect(lines.prefix(3) == ["snapshot", "text_delta good", "error"], "\(outcome)")
        #expect(lines.dropFirst(3).allSatisfy { $0 == "error" }, "\(outcome)")
        #expect(outcome.errorLines.count == 1 && outcome.stderr.contains(fault.words), "\(outcome)")
        let close = try backend.waitForLog("a close frame") { $0.connection == 1 && $0.frame?.opcode == 8 }
        #expect(close.frame?.code == fault.closeCode)
        #expect(close.frame?.masked == true)
    }

    @Test(arguments: handshakes, BackendAPI.allCases)
    func `a server that is not a WebSocket is retried, and then yoi-events ends with 76`(
        _ fault: Fault, api: BackendAPI
    ) throws {
        let backend = try FixtureBackend(["--script", "faults/" + fault.script], api: api)
        let outcome = try backend.follow(["--no-transcript", "--retry", "1", "--retry-delay", "1ms"])
        #expect(outcome.status == 76, "\(outcome)")
        // A redirect is an answer that another attempt would bring again.
        let attempts = fault.script == "handshake-redirect" ? 1 : 2
        #expect(try outcome.lines.map(gist) == Array(repeating: "error", count: attempts), "\(outcome)")
        #expect(outcome.errorLines.count == attempts, "\(outcome)")
        #expect(outcome.errorLines.allSatisfy { $0.contains(fault.words) }, "\(outcome)")
        #expect(backend.requests.count == attempts)
        #expect(!backend.log.contains { $0.frame != nil })
    }
}
