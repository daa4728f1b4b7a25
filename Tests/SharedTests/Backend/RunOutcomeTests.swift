import Shared
import Testing

@Suite struct `The outcome of a run` {
    private static let greeting = """
        {"worker_name":"w","cwd":"/","provider":"p","model":"m","scope_summary":"","tools":[],"context_window":0,\
        "context_tokens":0}
        """

    static let lines = [
        "running": #"{"event":"status","data":{"status":"running"}}"#,
        "idle": #"{"event":"status","data":{"status":"idle"}}"#,
        "paused": #"{"event":"status","data":{"status":"paused"}}"#,
        "attached": #"{"event":"snapshot","data":{"entries":[],"greeting":\#(greeting),"status":"running"}}"#,
        "shutdown": #"{"event":"shutdown"}"#,
        "turn": #"{"event":"turn_start","data":{"turn":0}}"#,
        "call": #"{"event":"llm_call_start","data":{"llm_call":0}}"#,
        "user": #"{"event":"user_message","data":{"segments":[]}}"#,
        "finished": #"{"event":"run_end","data":{"result":"finished"}}"#,
        "limit": #"{"event":"run_end","data":{"result":"limit_reached"}}"#,
        "novel": #"{"event":"run_end","data":{"result":"novel"}}"#,
        "pause": #"{"event":"run_end","data":{"result":"paused"}}"#,
        "failure": #"{"event":"error","data":{"code":"provider_error","message":"it broke"}}"#,
        "cancel": #"{"event":"error","data":{"code":"internal","message":"Cancelled"}}"#,
        "refusal": #"{"event":"error","data":{"code":"not_paused","message":"it is not paused"}}"#,
        "busy": #"{"event":"error","data":{"code":"already_running","message":"it runs"}}"#,
    ]

    static let cases: [(events: String, verdict: RunOutcome.Verdict)] = [
        ("", .none), ("idle paused", .none), ("user", .none),
        // A whole run, and what may be left of it.
        ("running user turn call finished idle", .finished), ("turn finished", .finished), ("finished", .finished),
        ("running turn pause paused", .unfinished), ("turn limit idle", .unfinished), ("novel", .unfinished),
        ("running turn call", .none), ("turn call idle", .unfinished),
        ("attached", .none), ("attached idle", .unfinished), ("turn shutdown", .unfinished),
        ("finished idle shutdown", .finished), ("finished attached", .none),
        // An error of a run is its failure.
        ("turn failure", .unfinished), ("turn call failure idle", .unfinished), ("turn cancel idle", .unfinished),
        ("failure", .unfinished), ("failure idle", .unfinished), ("turn failure finished idle", .finished),
        // A refused request ends no run, but alone it is no success.
        ("finished refusal idle", .finished), ("finished idle refusal", .finished), ("turn busy", .none),
        ("turn busy finished idle", .finished), ("refusal", .unfinished),
        // Nor does what fails between two runs.
        ("finished failure idle", .finished), ("finished idle failure", .finished),
        // The last run counts.
        ("finished turn", .none), ("turn finished idle turn", .none), ("finished idle call", .none),
        ("turn failure idle turn finished", .finished), ("turn finished idle turn failure", .unfinished),
        ("turn finished idle running idle", .unfinished), ("refusal turn", .none),
    ]

    @Test(arguments: cases)
    func `follows from the events`(events: String, verdict: RunOutcome.Verdict) throws {
        var outcome = RunOutcome()
        for name in events.split(separator: " ") {
            let line = try #require(Self.lines[String(name)])
            outcome.note(try EventLine(json: JSON(line)).event)
        }
        #expect(outcome.verdict == verdict)
    }
}
