import Foundation
import Glibc
import TestSupport
import Testing

/// Fifty Workers in one stream: each one's events are all there, in its own order, whatever becomes of the others.
@Suite(.serialized) struct `Many Workers in one stream` {
    /// What a Worker says in one run, with words of its own.
    struct Life {
        let worker: String
        let events: [String]

        private static let segmentStart = """
            {"event":"segment_rotated","data":{"entry":{"config":{},"history":[],"kind":"segment_start",\
            "session_id":"s","system_prompt":null,"ts":1}}}
            """

        /// - Parameter run: Which run of the Worker it is; the first one begins its log.
        init(_ worker: String, words: Int, run: Int = 0) {
            self.worker = worker
            let texts = (0..<words).map { "\(worker)-\(run)-\($0) " }
            let whole = texts.joined()
            events =
                [#"{"event":"status","data":{"status":"running"}}"#] + (run == 0 ? [Self.segmentStart] : []) + [
                    #"{"event":"invoke_start","data":{"kind":"user_send"}}"#,
                    #"{"event":"user_message","data":{"segments":[{"kind":"text","content":"run \#(run) for \#(worker)"}]}}"#,
                    #"{"event":"turn_start","data":{"turn":0}}"#, #"{"event":"llm_call_start","data":{"llm_call":0}}"#,
                ] + texts.map(textDelta)
                + [
                    #"{"event":"text_done","data":{"text":"\#(whole)"}}"#,
                    #"{"event":"llm_call_end","data":{"llm_call":0}}"#,
                    #"{"event":"turn_end","data":{"turn":0,"result":"finished"}}"#,
                    #"{"event":"run_end","data":{"result":"finished"}}"#,
                    #"{"event":"status","data":{"status":"idle"}}"#,
                ]
        }
    }

    static func worker(_ number: Int) -> String { String(format: "worker-%08d", number) }

    /// The second one says as much as the pipes between hold many times over; the third one's connection is cut.
    static let lives = (1...48).map { Life(worker($0), words: $0 == 2 ? 20_000 : 12) }
    static let flooding = worker(2)
    static let cut = worker(3)
    static let missing = worker(404)

    static let later = Life("later", words: 12)

    @Test(arguments: BackendAPI.allCases, [false, true])
    func `each of many Workers has exactly its own events in order`(api: BackendAPI, followsAll: Bool) throws {
        let backend = try FixtureBackend(["--workers", "48", "--quirks", "0"], api: api)
        let operands = (Self.lives.map(\.worker) + [Self.missing]).map { "runtime-a:" + $0 }
        let program = try backend.startFollowingMany(
            (followsAll ? ["--all", "--list-interval", "50ms"] : operands)
                + ["--no-transcript", "--until-idle", "--retry-delay", "1ms", "-q"])
        try program.waitForSnapshots(48)
        try publishInterleaved(backend, program, withLater: followsAll)
        let outcome = try program.wait(limit: .seconds(60))
        let heard = Dictionary(grouping: try outcome.lines.map(Envelope.init), by: \.worker)
        #expect(heard.count == 49)
        if followsAll {
            #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome.stderr)")
        } else {
            #expect(outcome.status == 67 && outcome.errorLines.count == 1, "\(outcome.stderr)")
            #expect(outcome.stderr.contains("runtime-a:\(Self.missing): "), "\(outcome.stderr)")
            #expect(heard[Self.missing]?.allSatisfy(\.isOurs) == true)
            #expect(heard[Self.missing]?.last?.payload.contains("not_found") == true)
        }
        for life in Self.lives + (followsAll ? [Self.later] : []) {
            let envelopes = heard[life.worker] ?? []
            if life.worker == Self.cut, api == .protocol {
                try EventContentsJudge(EventContents(life.events)).compare(
                    EventContents(envelopes.map(\.payload)), "\(api) \(life.worker)")
            } else {
                let events = envelopes.filter { !$0.isOurs && !$0.isSnapshot }.map(\.payload)
                #expect(events == life.events, "\(api) \(life.worker): \(events.count) of \(life.events.count)")
                let outages = envelopes.count(where: \.isOurs)
                #expect(life.worker == Self.cut ? outages > 10 : outages == 0, "\(api) \(life.worker)")
            }
        }
    }

    /// The next event of a Worker drawn at random, again and again; the flooding one says a thousand at once.
    ///
    /// - Parameter withLater: Whether another Worker appears, and ends, before the last of them ends.
    private func publishInterleaved(
        _ backend: FixtureBackend, _ program: RunningProgram, withLater: Bool
    ) throws {
        var random = SplitMix(seed: 7)
        try begin(Self.lives, backend, program)
        var rests = Self.lives.map { $0.events.dropFirst() }
        let end = rests[0].popLast()
        var cuts = 0
        while let index = rests.indices.filter({ !rests[$0].isEmpty }).randomElement(using: &random) {
            let life = Self.lives[index]
            let batch = rests[index].prefix(life.worker == Self.flooding ? 2_000 : 1)
            rests[index].removeFirst(batch.count)
            try backend.control("publish", batch.joined(separator: "\n"), worker: life.worker)
            if life.worker == Self.cut, cuts < 12 {
                cuts += 1
                try backend.control("end", "drop", worker: life.worker)
                try program.waitForSnapshots(1)
            }
        }
        if withLater {
            try backend.control("add", worker: Self.later.worker)
            try program.waitForSnapshots(1)
            try backend.control("publish", Self.later.events.joined(separator: "\n"), worker: Self.later.worker)
            try program.waitForLine { $0.contains(#""later""#) && $0.hasSuffix(#""status":"idle"}}}"#) }
        }
        try backend.control("publish", end ?? "", worker: Self.lives[0].worker)
    }

    /// Until a Worker has said that it runs, it may seem to rest.
    private func begin(_ lives: [Life], _ backend: FixtureBackend, _ program: RunningProgram) throws {
        for life in lives { try backend.control("publish", life.events[0], worker: life.worker) }
        for _ in lives { try program.waitForLine { $0.hasSuffix(#""status":"running"}}}"#) } }
    }

    @Test(arguments: BackendAPI.allCases)
    func `--until-idle ends only when all Workers are idle`(api: BackendAPI) throws {
        let backend = try FixtureBackend(["--workers", "2", "--quirks", "0"], api: api)
        let lives = [1, 2].map { Life(Self.worker($0), words: 2) }
        let program = try backend.startFollowingMany(
            lives.map(\.worker) + ["--no-transcript", "--until-idle", "-x"])
        try program.waitForSnapshots(2)
        try backend.control("publish", lives[1].events[0], worker: lives[1].worker)
        try program.waitForLine { $0.contains("running") }
        try backend.control("publish", lives[0].events.joined(separator: "\n"), worker: lives[0].worker)
        try program.waitForLine { $0.contains(lives[0].worker) && $0.contains(#""status":"idle"}}}"#) }
        #expect(!program.hasEnded)
        try backend.control("publish", lives[1].events.dropFirst().joined(separator: "\n"), worker: lives[1].worker)
        let outcome = try program.wait()
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(outcome.lines.last?.contains(lives[1].worker) == true)
    }

    @Test(arguments: BackendAPI.allCases)
    func `a slow reader holds up all streams, in bounded memory`(api: BackendAPI) throws {
        let backend = try FixtureBackend(
            ["--workers", "8", "--generate", "4000", "--size", "900", "--per-connection"], api: api)
        let program = try backend.startFollowingMany(
            (1...8).map(Self.worker) + ["--no-transcript", "--until-idle", "-q"], output: .stalled)
        try program.waitUntilStalled()
        #expect(try #require(program.peakMemory) <= 96 << 20)
        program.resumeOutput()
        let outcome = try program.wait(limit: .seconds(120))
        #expect(outcome.status == 0, "\(outcome.stderr)")
        for (worker, lines) in Dictionary(grouping: try outcome.lines.map(Envelope.init), by: \.worker) {
            let numbers = numbers(lines.map(\.payload))
            #expect(numbers.count == 4_000 && numbers == numbers.sorted(), "\(worker)")
        }
    }

    @Test(arguments: BackendAPI.allCases)
    func `one cursor file resumes the streams of many Workers`(api: BackendAPI) throws {
        let folder = try TemporaryDirectory()
        let backend = try FixtureBackend(["--workers", "3", "--quirks", "0"], api: api)
        let workers = (1...3).map(Self.worker)
        let arguments = workers + ["--no-transcript", "--cursor-file", folder.file("c"), "--until-idle", "-q"]
        var printed: [String] = []
        for run in 0..<2 {
            let lives = workers.map { Life($0, words: 4, run: run) }
            let program = try backend.startFollowingMany(arguments)
            try program.waitForSnapshots(3)
            try begin(lives, backend, program)
            for life in lives {
                try backend.control("publish", life.events.dropFirst().joined(separator: "\n"), worker: life.worker)
            }
            let outcome = try program.wait()
            #expect(outcome.status == 0, "\(outcome)")
            printed += outcome.lines
        }
        #expect(folder.read("c")?.split(separator: "\n").count == 3)
        let heard = Dictionary(grouping: try printed.map(Envelope.init), by: \.worker)
        for worker in workers {
            let payloads = (heard[worker] ?? []).filter { !$0.isSnapshot }.map(\.payload)
            let life = (0..<2).flatMap { Life(worker, words: 4, run: $0).events }
            #expect(payloads == life, "\(api) \(worker)")
        }
    }
}

extension FixtureBackend {
    /// Follows several Workers, and returns at once.
    fileprivate func startFollowingMany(_ arguments: [String], output: OutputSink = .kept) throws -> RunningProgram {
        try Program("yoi-events").start(backendOptions + arguments, output: output)
    }
}

extension RunningProgram {
    /// Waits for the snapshots of so many connections: what is published from then on is live.
    fileprivate func waitForSnapshots(_ count: Int) throws {
        for _ in 0..<count { try waitForLine(limit: .seconds(30)) { $0.contains(#""payload":{"event":"snapshot""#) } }
    }
}
