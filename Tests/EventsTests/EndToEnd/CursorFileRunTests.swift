import Foundation
import Glibc
import TestSupport
import Testing

/// `--cursor-file` over the program's whole life.
@Suite struct `A cursor file in use` {
    let folder: TemporaryDirectory
    let file: String

    init() throws {
        folder = try TemporaryDirectory()
        file = folder.file("cursor")
    }

    /// The cursor that the file holds.
    var cursor: String? {
        guard let text = folder.read("cursor"),
            let line = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        else { return nil }
        return line["cursor"] as? String
    }

    /// The number of the generated event that the file's cursor belongs to.
    var number: Int? { cursor.flatMap { Int($0.dropFirst(3), radix: 16) }.map { $0 / 4_096 } }

    @Test(arguments: [
        ("-n 4", Int32(0)), ("--until text_delta", 0), ("--idle-timeout 300ms", 0), ("--timeout 500ms", 124),
        ("-x -n 4", 3),
    ])
    func `the position is saved however the program ends, and the next run resumes there`(
        arguments: String, status: Int32
    ) throws {
        let backend = try FixtureBackend(["--script", "runs/half-a-run", "--transcript", "2"])
        let arguments = ["--cursor-file", file] + arguments.split(separator: " ").map(String.init)
        // Without a cursor the transcript comes first; where lines are counted it shall not.
        let first = try backend.follow(arguments + (arguments.contains("4") ? ["--no-transcript"] : []))
        #expect(first.status == status, "\(first)")
        #expect(cursor == "bo_0000000000000004", "\(first)")
        let second = try backend.follow(["--cursor-file", file, "-n", "1"])
        #expect(try second.lines.map(gist) == ["snapshot"])
        #expect(cursor == "bo_0000000000000005")
        let paths = backend.requests.compactMap(\.path)
        #expect(paths.last?.hasSuffix("events/ws?cursor=bo_0000000000000004") == true)
        #expect(paths.filter { $0.contains("transcript") }.count == (arguments.contains("4") ? 0 : 1))
    }

    @Test func `the position is saved when the stream is lost, and when the reader goes`() throws {
        let broken = try FixtureBackend(["--script", "faults/masked-frame"])
        #expect(try broken.follow(["--cursor-file", file, "--retry", "0"]).status == 76)
        #expect(cursor == "bo_0000000000000002")

        let other = folder.file("other")
        let backend = try FixtureBackend(["--script", "runs/half-a-run"])
        let program = try backend.startFollowing(["--cursor-file", other, "--no-transcript"])
        try program.waitForLine { $0 == textDelta("a") }
        program.closeOutput()
        #expect(try program.wait().status == 0)
        #expect(folder.read("other")?.contains("bo_0000000000000004") == true)
    }

    @Test func `a cursor file of another Worker, or a file that is not one, is refused and left alone`() throws {
        let backend = try FixtureBackend(["--script", "runs/half-a-run"])
        #expect(try backend.follow(["--cursor-file", file, "--no-transcript", "-n", "1"]).status == 0)
        let asked = backend.requests.count
        for (option, value) in [("--worker-id", "w"), ("--runtime-id", "r"), ("--backend", "http://127.0.0.1:1")] {
            let outcome = try backend.follow(["--cursor-file", file, option, value])
            #expect(
                outcome.status == 64 && outcome.stderr.contains("belongs to runtime-a:worker-00000001"), "\(outcome)")
        }
        for text in ["half a li", "{}", "\u{0}"] {
            let broken = try folder.write("broken", text)
            let outcome = try backend.follow(["--cursor-file", broken])
            #expect(outcome.status == 65 && outcome.stderr.contains("not a cursor file"), "\(outcome)")
            #expect(folder.read("broken") == text)
        }
        #expect(cursor == "bo_0000000000000001")
        #expect(backend.requests.count == asked)
    }

    @Test func `the program ends with 73 when the cursor file can no longer be written`() throws {
        let backend = try FixtureBackend()
        let place = try TemporaryDirectory()
        let program = try backend.startFollowing(["--cursor-file", place.file("cursor"), "--no-transcript"])
        try waitUntil("the file") { place.read("cursor")?.isEmpty == false }
        try FileManager.default.removeItem(atPath: place.path)
        try backend.publish(textDelta("a"))
        let outcome = try program.wait()
        #expect(
            outcome.status == 73 && outcome.stderr.contains("the cursor cannot be saved: No such file"), "\(outcome)")
        #expect(try outcome.lines.map(gist).first == "snapshot")
    }

    /// Where renaming fails: the file is a mount point (EBUSY), or its directory read-only (EROFS).
    @Test(
        .enabled(if: MountNamespace.isPossible, "no permission to mount"),
        arguments: [
            "mount --bind cursor cursor",
            "mount --bind . . && mount --bind cursor cursor && mount -o remount,bind,ro .",
        ])
    func `a cursor file that cannot be replaced is written in place`(mount: String) throws {
        _ = try folder.write("cursor", "")
        let backend = try FixtureBackend(["--script", "runs/half-a-run"])
        let script = "cd \"$0\" && \(mount) && cd \"$0\" && exec \"$@\""
        let outcome = try MountNamespace.program.run(
            MountNamespace.options + ["/bin/sh", "-c", script, folder.path, Program("yoi-events").path] + backend.target
                + ["--no-transcript", "-n", "4", "--cursor-file", "cursor"])
        #expect(outcome.status == 0 && outcome.stderr.isEmpty, "\(outcome)")
        #expect(cursor == "bo_0000000000000004")
    }

    @Test func `a cursor file that is written only in part is reported with the reason`() throws {
        // Longer than the 512 bytes that a file may have under ulimit -f 1; past them each write fails.
        let worker = String(repeating: "w", count: 600)
        let backend = try FixtureBackend(["--script", "runs/half-a-run", "--worker-id", worker])
        let outcome = try Program(path: "/bin/sh").run(
            ["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"", Program("yoi-events").path]
                + backend.backendOptions + ["runtime-a:" + worker, "--no-transcript", "--cursor-file", file, "-n", "1"])
        #expect(outcome.status == 73 && outcome.stderr.contains("the cursor cannot be saved: File too large"))
        #expect(folder.read("cursor") == "")
    }

    /// About a thousand events a second.
    static let paced = #"{"rules":[{"socket": true, "shape": {"chunk": 2200, "pause": "10ms"}}]}"#

    @Test func `the cursor file is written once a second while there are events`() throws {
        let backend = try FixtureBackend(["--generate", "1000000"], script: Self.paced)
        let program = try backend.startFollowing(["--cursor-file", file, "--no-transcript"], output: .counted)
        try waitUntil("the file") { number != nil }
        let start = ContinuousClock.now
        var changes: [Duration] = []
        var last = cursor
        try waitUntil("three changes") {
            let now = cursor
            if now != last { changes.append(start.duration(to: .now)) }
            last = now
            return changes.count == 3
        }
        program.signal(SIGKILL)
        // The first one was seen up to 5 ms late.
        let waits = zip(changes.dropFirst(), changes).map { $0 - $1 }
        #expect(waits.allSatisfy { $0 > .milliseconds(900) && $0 < .milliseconds(1_700) }, "\(waits)")
    }

    @Test func `after kill -9 nothing is lost, and at most a second is repeated`() throws {
        let backend = try FixtureBackend(["--generate", "1000000"], script: Self.paced)
        var last = 0
        var times: [Int: ContinuousClock.Instant] = [:]
        for round in 0..<6 {
            let program = try backend.startFollowing(["--cursor-file", file, "--no-transcript"])
            // Not the same moment of the second in any two rounds, and not so long that one cannot wait for it.
            let end = ContinuousClock.now + .milliseconds(250 + 230 * round)
            var printed: [Int] = []
            while printed.isEmpty || .now < end {
                guard let number = try numbers([program.nextLine()]).first else { continue }
                printed.append(number)
                if times[number] == nil { times[number] = .now }
            }
            program.signal(SIGKILL)
            let killed = ContinuousClock.now
            printed = numbers(try program.wait().lines)
            let first = try #require(printed.first)
            #expect(printed == Array(first..<first + printed.count), "round \(round)")
            #expect(first <= last + 1, "round \(round): lost \(last + 1)..<\(first)")
            last = try #require(printed.last)
            // The file was never ahead of the output, and never more than a second behind it.
            let saved = try #require(number)
            #expect(saved <= last)
            if let time = times[saved] { #expect(time.duration(to: killed) < .milliseconds(1_500), "round \(round)") }
        }
        #expect(last > 100)
    }

    /// The whole lines that a reader got who stalls until a signal ends the program.
    private func linesOfStalled(_ backend: FixtureBackend, until signal: Int32) throws -> [String] {
        let program = try backend.startFollowing(["--cursor-file", file, "--no-transcript"], output: .stalled)
        try program.waitUntilStalled()
        // While nothing moves the file still becomes current.
        let moved = ContinuousClock.now
        if signal == SIGKILL { try waitUntil("a second of rest") { moved.duration(to: .now) > .milliseconds(1_200) } }
        program.signal(signal)
        let outcome = try program.wait()
        #expect(outcome.status == 128 + signal)
        let isCut = outcome.stdout.last != UInt8(ascii: "\n")
        return isCut ? outcome.lines.dropLast() : outcome.lines
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func `the saved position is never ahead of a stalled reader, and nothing is repeated after an orderly end`(
        signal: Int32
    ) throws {
        let backend = try FixtureBackend(["--generate", "1000000"])
        let printed = numbers(try linesOfStalled(backend, until: signal))
        #expect(printed.count > 100 && printed == Array(1...printed.count))
        #expect(number == printed.count)
        let next = try backend.follow(["--cursor-file", file, "-n", "3"])
        #expect(numbers(next.lines) == [printed.count + 1, printed.count + 2])
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func `the saved position is exact on the protocol API, too`(signal: Int32) throws {
        let backend = try FixtureBackend(["--generate", "100000", "--quirks", "0"], api: .protocol)
        let printed = try texts(linesOfStalled(backend, until: signal))
        #expect(printed.count > 100)
        // The next snapshot holds what is open, as far as it was printed.
        let next = try backend.follow(["--cursor-file", file, "-n", "1"])
        let snapshot = try JSONSerialization.jsonObject(with: Data(next.stdout)) as? [String: Any]
        let flight = (snapshot?["data"] as? [String: Any])?["in_flight"] as? [String: Any]
        let block = (flight?["blocks"] as? [[String: Any]])?.first
        #expect(block?["text"] as? String == printed.joined())
    }

    @Test func `the saved position is exact if the program ends in the middle of a later snapshot's events`() throws {
        let backend = try FixtureBackend(["--quirks", "0"], api: .protocol)
        let arguments = ["--cursor-file", file, "--idle-timeout", "300ms"]
        #expect(try backend.follow(arguments + ["--no-transcript", "-n", "1"]).lines.map(gist) == ["snapshot"])
        let life = `Many Workers in one stream`.Life(FixtureBackend.workerID, words: 3)
        try backend.control("publish", life.events.joined(separator: "\n"))
        var printed: [String] = []
        // Each prints a snapshot and one event more.
        for _ in 0..<12 where !printed.contains(where: { $0.hasSuffix(#""status":"idle"}}"#) }) {
            printed += try backend.follow(arguments + ["-n", "2"]).lines.dropFirst()
        }
        #expect(
            try printed.map(gist) == [
                "segment_rotated", "status running", "user_message run 0 for worker-00000001",
                "text_delta worker-00000001-0-0 worker-00000001-0-1 worker-00000001-0-2 ",
                "text_done worker-00000001-0-0 worker-00000001-0-1 worker-00000001-0-2 ", "run_end finished",
                "status idle",
            ])
    }
}
