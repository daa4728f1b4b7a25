import TestSupport
import Testing

/// That the observation WebSocket is what scripts and options say: a misbehaviour that never happens would let every
/// test of it pass.
struct ObservationTests {
    /// A masked close frame: the server drops the connection when it reads it.
    private let close = Frames.close

    private let idle = #""status","data":{"status":"idle"}"#

    @Test func `the accept key is the one of RFC 6455`() throws {
        let seen = try Observation(FixtureBackend(), sending: close)
        #expect(seen.head.hasPrefix("HTTP/1.1 101 "))
        #expect(seen.head.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
        #expect(seen.frames.count == 1 && !seen.answer.wasReset)
    }

    @Test func `a run arrives byte for byte after the snapshot, and again by its cursor`() throws {
        let backend = try FixtureBackend(["--play", "hello", "--pace", "0"])
        let lines = try Fixtures.lines("recordings/worker/hello.jsonl").dropFirst()
        let text = try Observation(backend, until: idle).frames.map(\.text)
        #expect(text.count == 1 + lines.count)
        for (frame, line) in zip(text.dropFirst(), lines) { #expect(frame.hasSuffix(",\"payload\":\(line)}}")) }
        let again = try Observation(backend, after: "bo_0000000000000001", sending: close).frames.map(\.text)
        #expect(Array(again.dropLast()) == Array(text.dropFirst()))
    }

    @Test func `a state file preserves the store over a kill`() throws {
        let directory = try TemporaryDirectory()
        let backend = try FixtureBackend(["--play", "hello", "--pace", "0", "--state", directory.file("state")])
        _ = try Observation(backend, until: idle)
        let before = try Observation(backend, sending: close).frames
        try backend.kill()
        try backend.restart()
        let after = try Observation(backend, sending: close).frames
        #expect(Array(after.dropLast()) == before)
    }

    @Test(arguments: [0, 1, 50, 129, 200, 1_000, 20_000])
    func `a cut comes exactly where it is told to`(cut: Int) throws {
        let script = #"{"rules":[{"shape":{"cut":\#(cut),"end":"drop"}}]}"#
        let seen = try Observation(FixtureBackend(["--generate", "1000"], script: script))
        #expect(seen.answer.bytes.count == cut && !seen.answer.wasReset)
    }

    @Test func `random cuts differ, are the same for a seed, and lose nothing of a generated run`() throws {
        func run() throws -> (deltas: [String], cuts: [Int], resets: Int) {
            let script =
                #"{"rules":[{"times":9,"shape":{"cut":[0,12000],"end":"any","seed":3}}]}"#
            let backend = try FixtureBackend(["--generate", "500", "--size", "40"], script: script)
            var (deltas, cuts, resets, cursor) = ([String](), [Int](), 0, String?.none)
            for _ in 0..<9 {
                let seen = try Observation(backend, after: cursor)
                deltas += seen.deltas
                cuts.append(seen.answer.bytes.count)
                resets += seen.answer.wasReset ? 1 : 0
                cursor = seen.lastCursor ?? cursor
            }
            return (deltas + (try Observation(backend, after: cursor, until: idle).deltas), cuts, resets)
        }
        let (first, second) = (try run(), try run())
        #expect(
            first.deltas
                == (1...500).map { number in
                    let digits = String(number, radix: 16)
                    return String(repeating: "0", count: 13 - digits.count) + digits + " lorem ipsum lorem ipsum lo"
                })
        #expect(Set(first.cuts).count == 9 && first.resets > 0)
        #expect(first.cuts == second.cuts && first.deltas == second.deltas)
    }

    @Test func `a shape fragments messages and mixes pings in`() throws {
        let script = #"{"rules":[{"shape":{"fragment":100,"ping":"p"}}]}"#
        let seen = try Observation(FixtureBackend(script: script), sending: close)
        #expect(seen.frames.map(\.first).prefix(5) == [0x01, 0x89, 0x00, 0x89, 0x00])
        #expect(seen.frames.map(\.first).suffix(2) == [0x80, 0x89])
    }

    @Test func `a played-back recording is the recording`() throws {
        let backend = try FixtureBackend(["--playback", "run-fix-a-test"])
        let (first, second) = (try Observation(backend), try Observation(backend))
        let rows = try Fixtures.lines("recordings/backend/run-fix-a-test.jsonl").filter { $0.contains(#""text": "#) }
        #expect(first.frames.count == 99 && first.frames.count + second.frames.count == rows.count)
        #expect(try Observation(backend, until: "the recording has no more").head.hasPrefix("HTTP/1.1 404 "))
    }

    @Test func `a scripted frame is sent as it is spelled`() throws {
        let frame = #"{"frame":{"opcode":9,"fin":false,"reserved":5,"hex":"00ff","length":125}}"#
        let script = #"{"rules":[{"do":[{"upgrade":true},\#(frame),{"end":"reset"}]}]}"#
        let seen = try Observation(FixtureBackend(script: script))
        #expect(seen.answer.bytes.suffix(4) == [0x59, 125, 0, 0xff] && seen.answer.wasReset)
    }
}
