import Foundation
import TestSupport
import Testing

/// The real Backend's recorded conversations, each played to the filter from its first to its last connection.
///
/// With `YOI_RECORD_GOLDEN=1` the expected lines are written anew: read them before you commit them.
@Suite struct `A recording of the real Backend` {
    static let isRecording = ProcessInfo.processInfo.environment["YOI_RECORD_GOLDEN"] == "1"
    static let names = Fixtures.names(in: "recordings/backend").map { String($0.dropLast(".jsonl".count)) }

    /// Recordings of today's Backend that a client of one Worker can meet. Connections follow one another here, so the
    /// snapshot of a second client in `ws-hello`, older than what the first one saw, is a rewind.
    static let today = [
        "old-client", "remote-runtime", "slow-reader", "telling-them-apart", "two-workspaces", "ws-hello", "ws-methods",
        "ws-reconnect", "ws-refusals", "ws-send-and-leave", "ws-tools",
    ].map { "today/" + $0 }

    @Test(arguments: names + today)
    func `a recording of the real Backend becomes exactly the expected lines`(name: String) throws {
        let isToday = name.hasPrefix("today/")
        let backend = try FixtureBackend(["--playback", name], api: isToday ? .protocol : .events)
        let outcome = try backend.follow(
            (name == "discovery" ? ["--list"] : ["--retry", "8", "--retry-delay", "1ms", "-q"])
                + (isToday ? ["--api", "auto"] : []))
        // After its end a recording has no Worker.
        #expect(outcome.status == (name == "discovery" ? 0 : 67), "\(outcome)")
        let expected = "events/playback/\(name).jsonl"
        if Self.isRecording {
            try Data(outcome.stdout).write(to: URL(fileURLWithPath: Fixtures.path(expected)))
        }
        let lines = try Fixtures.lines(expected)
        for (number, pair) in zip(outcome.lines, lines).enumerated() where pair.0 != pair.1 {
            Issue.record("line \(number + 1) is \(pair.0), not \(pair.1)")
            return
        }
        #expect(outcome.lines.count == lines.count)
    }
}
