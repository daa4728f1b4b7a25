import Foundation
import Glibc
import TestSupport
import Testing

/// Two hundred random disconnections in random lives of a Worker, on either API.
@Suite(.serialized) struct `A stream that is cut at random` {
    /// How connections end.
    enum Cause: String, CaseIterable, Sendable {
        case drop, reset, halfClose = "half-close", backlog, inFrame, inHandshake, restart

        /// What the socket's script does about it.
        func script(_ seed: Int) -> String? {
            switch self {
            case .inFrame: Self.cuts(150...30_000, every: 1, seed)
            case .inHandshake: Self.cuts(0...180, every: 2, seed)
            default: nil
            }
        }

        private static func cuts(_ range: ClosedRange<Int>, every: Int, _ seed: Int) -> String {
            let shape = #"{"cut":[\#(range.lowerBound),\#(range.upperBound)],"end":"any","seed":\#(seed)}"#
            return #"{"rules":[{"socket":true,"skip":\#(every - 1),"every":\#(every),"times":25,"shape":\#(shape)}]}"#
        }
    }

    static let cases = BackendAPI.allCases.flatMap { api in
        // The events API has no backlog to exceed.
        Cause.allCases.filter { api == .protocol || $0 != .backlog }.map { (api, $0) }
    }

    @Test(arguments: cases)
    func `a stream that is cut at random has everything that was committed once`(api: BackendAPI, cause: Cause) throws {
        // A server takes its time to start.
        let wanted = cause == .restart ? 15 : 40
        var count = 0
        var seed = 0
        while count < wanted {
            seed += 1
            try #require(seed < 20, "only \(count) disconnections")
            count += try live(seed, api, cause)
        }
    }

    /// One life, followed to its end; the number of disconnections.
    private func live(_ seed: Int, _ api: BackendAPI, _ cause: Cause) throws -> Int {
        let folder = try TemporaryDirectory()
        let life = try Program("fixture-backend").run(["--print", "random/\(seed)"]).lines + Self.end
        let run = try folder.write("life.jsonl", life.joined(separator: "\n"))
        let backend = try FixtureBackend(
            [
                "--on-observe", run, "--pace", "2ms", "--state", folder.file("state"), "--quirks", "15",
                "--seed", "\(seed)",
            ], script: cause.script(seed), api: api)
        let program = try backend.startFollowing(
            (api == .events ? ["--no-transcript"] : []) + ["--retry", "forever", "--retry-delay", "1ms", "-q"])
        let count = try disturb(backend, program, cause, seed)
        try program.waitForLine(limit: .seconds(60)) { $0.contains("the end") && $0.contains("user_message") }
        try program.waitForLine { $0.hasSuffix(#""status":"idle"}}"#) && !$0.contains("snapshot") }
        program.signal(SIGTERM)
        let lines = try program.wait().lines
        let what = Comment("\(api) \(cause) \(seed)")
        if api == .events {
            let printed = lines.filter {
                !$0.contains(#""origin":"yoi-events""#) && !$0.hasPrefix(#"{"event":"snapshot""#)
            }
            #expect(printed == life, what)
        } else {
            try EventContentsJudge(EventContents(life)).compare(EventContents(lines), what)
        }
        return count + backend.log.count { $0.end?.hasPrefix("cut after") == true }
    }

    /// Ends connections until the end of the run is printed; returns how often.
    private func disturb(
        _ backend: FixtureBackend, _ program: RunningProgram, _ cause: Cause, _ seed: Int
    ) throws -> Int {
        guard cause != .inFrame else { return 0 }
        var random = SplitMix(seed: UInt64(seed))
        var count = 0
        try waitUntil("the end of the life", limit: .seconds(60)) {
            Thread.sleep(forTimeInterval: Double.random(in: 0.01...0.08, using: &random))
            if String(decoding: program.outputSoFar.suffix(4_000), as: UTF8.self).contains("the end") { return true }
            switch cause {
            case .restart:
                try backend.kill()
                let heard = program.outputCount
                try backend.restart()
                try waitUntil("a sign of life", limit: .seconds(30)) { program.outputCount > heard }
                count += 1
            // Each other connection after this is cut before it is one.
            case .inHandshake: count += try backend.endObservers()
            default: count += try backend.endObservers(cause.rawValue)
            }
            return false
        }
        return count
    }

    /// A last run, so that the end is in the log, too.
    private static let end = [
        #"{"event":"status","data":{"status":"running"}}"#, #"{"event":"invoke_start","data":{"kind":"user_send"}}"#,
        #"{"event":"user_message","data":{"segments":[{"kind":"text","content":"the end"}]}}"#,
        #"{"event":"turn_start","data":{"turn":0}}"#, #"{"event":"llm_call_start","data":{"llm_call":0}}"#,
        #"{"event":"text_delta","data":{"text":"over"}}"#, #"{"event":"text_done","data":{"text":"over"}}"#,
        #"{"event":"llm_call_end","data":{"llm_call":0}}"#,
        #"{"event":"turn_end","data":{"turn":0,"result":"finished"}}"#,
        #"{"event":"run_end","data":{"result":"finished"}}"#, #"{"event":"status","data":{"status":"idle"}}"#,
    ]
}

/// What the judge of disconnections must notice; without these it could let everything pass.
@Suite struct `The judge of a cut stream` {
    private static let life = [
        #"{"event":"user_message","data":{"segments":[{"content":"question-1"}]}}"#,
        #"{"event":"llm_call_start","data":{"llm_call":0}}"#, #"{"event":"text_delta","data":{"text":"a-1 "}}"#,
        #"{"event":"text_delta","data":{"text":"a-2 "}}"#, #"{"event":"text_done","data":{"text":"a-1 a-2 "}}"#,
        #"{"event":"llm_call_end","data":{"llm_call":0}}"#,
    ]

    @Test func `a follower gets each word once, whether in deltas, at the end, or over two connections`() throws {
        let snapshot = #"{"event":"snapshot","data":{"in_flight":{"blocks":[{"kind":"text","text":"a-1 "}]}}}"#
        for lines in [
            Self.life, [Self.life[0], Self.life[4], Self.life[5]], Self.life[..<3] + [snapshot] + Self.life[3...],
        ] {
            let printed = try EventContents(lines)
            #expect(printed.all.sorted() == ["a-1", "a-2", "question-1"])
            #expect(printed.committed == ["a-1", "a-2"])
        }
        // A block that the snapshot does not hold has ended: the whole text is another one.
        let again = try EventContents(Self.life[..<3] + [#"{"event":"snapshot","data":{}}"#] + Self.life[4...])
        #expect(again.words["text"] == ["a-1", "a-1", "a-2"])
    }
}
