import Shared
import TestSupport
import Testing

@Suite struct `The state of a Worker's runs` {
    private static func snapshot(_ status: String, _ entries: String = "") -> String {
        """
        {"event":"snapshot","data":{"entries":[\(entries)],"greeting":{"worker_name":"w","cwd":"/","provider":"p",\
        "model":"m","scope_summary":"","tools":[],"context_window":0,"context_tokens":0},"status":"\(status)"}}
        """
    }

    private static func entry(_ rest: String) -> String { #"{"ts":1,"kind":\#(rest)}"# }

    static let lines = [
        "running": #"{"event":"status","data":{"status":"running"}}"#,
        "idle": #"{"event":"status","data":{"status":"idle"}}"#,
        "paused": #"{"event":"status","data":{"status":"paused"}}"#,
        "attached": snapshot("running"),
        "rested": snapshot("idle"),
        "asked-since": snapshot(
            "idle",
            entry(#""run_completed","interrupted":false,"result":"finished""#) + ","
                + entry(#""user_input","segments":[]"#)),
        "yielded-since": snapshot("idle", entry(#""run_completed","interrupted":true,"result":"yielded""#)),
        "finished-since": snapshot(
            "idle",
            entry(#""user_input","segments":[]"#) + ","
                + entry(#""run_completed","interrupted":false,"result":"finished""#)),
        "cancelled-since": snapshot("idle", entry(#""run_errored","interrupted":true,"message":"Cancelled""#)),
        "failed-since": snapshot("idle", entry(#""run_errored","interrupted":false,"message":"it broke""#)),
        "paused-since": snapshot("paused", entry(#""run_errored","interrupted":true,"message":"Cancelled""#)),
        "shutdown": #"{"event":"shutdown"}"#,
        "invoke": #"{"event":"invoke_start","data":{"kind":"user_send"}}"#,
        "turn": #"{"event":"turn_start","data":{"turn":0}}"#,
        "call": #"{"event":"llm_call_start","data":{"llm_call":0}}"#,
        "user": #"{"event":"user_message","data":{"segments":[]}}"#,
        "finished": #"{"event":"run_end","data":{"result":"finished"}}"#,
        "limit": #"{"event":"run_end","data":{"result":"limit_reached"}}"#,
        "rollback": #"{"event":"run_end","data":{"result":"rolled_back"}}"#,
        "novel": #"{"event":"run_end","data":{"result":"novel"}}"#,
        "pause": #"{"event":"run_end","data":{"result":"paused"}}"#,
        "failure": #"{"event":"error","data":{"code":"provider_error","message":"it broke"}}"#,
        "cancel": #"{"event":"error","data":{"code":"internal","message":"Cancelled"}}"#,
        "refusal": #"{"event":"error","data":{"code":"not_paused","message":"it is not paused"}}"#,
        "busy": #"{"event":"error","data":{"code":"already_running","message":"it runs"}}"#,
    ]

    /// `settles` counts the events at which the Worker comes to rest after a run.
    static let cases: [(events: String, status: Shared.ExitStatus, settles: Int)] = [
        ("", .incomplete, 0), ("idle paused", .incomplete, 0), ("user", .incomplete, 0),
        // A whole run, and what may be left of it.
        ("running user turn call finished idle", .success, 1), ("turn finished", .success, 0),
        ("invoke running user call finished idle", .success, 1), ("user finished idle", .success, 1),
        ("invoke finished idle", .success, 1), ("call finished idle", .success, 1),
        ("finished", .success, 0), ("finished idle", .success, 1), ("running turn pause paused", .negative, 1),
        ("turn limit idle", .negative, 1), ("novel", .negative, 0), ("turn novel idle", .negative, 1),
        ("running user rollback idle", .negative, 1), ("running paused", .negative, 1),
        ("running turn call", .incomplete, 0), ("turn call idle", .negative, 1),
        ("attached", .incomplete, 0), ("attached idle", .negative, 1), ("turn shutdown", .negative, 0),
        ("finished idle shutdown", .success, 1), ("finished attached", .incomplete, 0),
        // An error of a run is its failure.
        ("turn failure", .negative, 0), ("turn call failure idle", .negative, 1), ("turn cancel idle", .negative, 1),
        ("failure", .negative, 0), ("failure idle", .negative, 1), ("turn failure finished idle", .success, 1),
        ("running failure idle", .negative, 1), ("failure failure idle", .negative, 1),
        // A refused request does not end a run, but alone it is not a success.
        ("finished refusal idle", .success, 1), ("finished idle refusal", .success, 1), ("turn busy", .incomplete, 0),
        ("turn busy finished idle", .success, 1), ("refusal", .negative, 0), ("refusal idle", .negative, 0),
        // Nor does what fails between two runs.
        ("finished failure idle", .success, 1), ("finished idle failure", .success, 1),
        // The last run counts, also where no idle comes between two.
        ("finished turn", .incomplete, 0), ("turn finished idle turn", .incomplete, 1),
        ("finished idle call", .incomplete, 1), ("turn failure idle turn finished", .success, 1),
        ("turn finished idle turn failure", .negative, 1), ("turn finished idle running idle", .negative, 2),
        ("refusal turn", .incomplete, 0), ("turn finished invoke turn finished idle", .success, 1),
        ("turn cancel running turn finished idle", .success, 1),
        // A later snapshot says how a run ended only if its log does.
        ("turn rested", .incomplete, 0), ("turn asked-since", .incomplete, 0), ("turn yielded-since", .incomplete, 0),
        ("turn finished-since", .success, 1), ("turn cancelled-since", .negative, 1),
        ("turn failed-since", .negative, 1), ("turn paused-since", .negative, 1), ("finished-since", .incomplete, 0),
    ]

    @Test(arguments: cases)
    func `the state of a run follows from its events`(events: String, status: Shared.ExitStatus, settles: Int) throws {
        var state = RunState()
        var settled = 0
        for name in events.split(separator: " ") {
            let line = try #require(Self.lines[String(name)])
            if state.note(try Event(json: JSON(line))).isSettled { settled += 1 }
        }
        #expect(state.exitStatus == status)
        #expect(settled == settles)
    }

    static let endings: [(events: String, begins: Int, endings: [RunEnding])] = [
        ("running invoke user turn finished idle", 1, [.result(.finished)]),
        ("running turn cancel idle", 1, [.cancelled]), ("running failure failure idle", 1, [.failed]),
        ("turn idle turn pause paused", 2, [.unexplained, .result(.paused)]),
        ("turn shutdown", 1, [.unexplained]), ("turn finished-since", 1, [.result(.finished)]),
        ("turn cancelled-since", 1, [.cancelled]), ("turn failed-since", 1, [.failed]),
        ("turn paused-since", 1, [.result(.paused)]),
    ]

    @Test(arguments: endings)
    func `the beginning and the end of a run are reported`(events: String, begins: Int, endings: [RunEnding]) throws {
        var state = RunState()
        let changes = try events.split(separator: " ").map { name in
            state.note(try Event(json: JSON(#require(Self.lines[String(name)]))))
        }
        #expect(changes.filter(\.begins).count == begins)
        #expect(changes.compactMap(\.ending) == endings)
        #expect(!state.isUnderWay)
    }

    static let recorded: [(String, Shared.ExitStatus)] = [
        ("hello", .success), ("fix-a-test", .success), ("tool-trouble", .success), ("late-user-message", .negative),
        ("cancel", .negative), ("cancel-in-tool", .negative), ("provider-error", .negative), ("refused", .negative),
        ("pause-resume", .negative), ("rewind", .success), ("compact", .success),
    ]

    @Test(arguments: recorded)
    func `every recording is settled at the end of its first run`(name: String, status: Shared.ExitStatus) throws {
        var state = RunState()
        let lines = try Fixtures.lines("recordings/worker/\(name).jsonl")
        let isOver = try lines.contains { state.note(try Event(json: JSON($0))).isSettled }
        #expect(isOver)
        #expect(state.exitStatus == status)
    }
}
