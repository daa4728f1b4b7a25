import Shared
import TestSupport
import Testing

@testable import yoi_events

@Suite struct `The run watch` {
    static func status(_ word: String) -> String { #"{"event":"status","data":{"status":"\#(word)"}}"# }
    static func runEnd(_ word: String) -> String { #"{"event":"run_end","data":{"result":"\#(word)"}}"# }
    static let error = #"{"event":"error","data":{"code":"internal","message":"Cancelled"}}"#
    static let refusal = #"{"event":"error","data":{"code":"not_paused","message":"m"}}"#
    static let call = #"{"event":"llm_call_start","data":{"llm_call":0}}"#
    static let turn = #"{"event":"turn_start","data":{"turn":0}}"#
    static let user = #"{"event":"user_message","data":{"segments":[]}}"#
    static let invoke = #"{"event":"invoke_start","data":{"kind":"user_send"}}"#

    static let cases: [(String, [String], stopsAt: Int?, Shared.ExitStatus)] = [
        ("nothing", [], nil, .incomplete),
        ("idle without a run", [status("idle"), status("paused")], nil, .incomplete),
        ("a run", [status("running"), turn, runEnd("finished"), status("idle")], 3, .success),
        ("a run seen from its message", [user, runEnd("finished"), status("idle")], 2, .success),
        ("a run seen from its start", [invoke, runEnd("finished"), status("idle")], 2, .success),
        ("a run seen from a turn", [turn, runEnd("finished"), status("idle")], 2, .success),
        ("a pause", [status("running"), runEnd("paused"), status("paused")], 2, .negative),
        ("a limit", [turn, runEnd("limit_reached"), status("idle")], 2, .negative),
        ("a rollback", [turn, runEnd("rolled_back"), status("idle")], 2, .negative),
        ("a result of another version", [turn, runEnd("novel"), status("idle")], 2, .negative),
        ("a run seen from a request to the model", [call, runEnd("finished"), status("idle")], 2, .success),
        ("a refusal, which is no run", [refusal, status("idle")], nil, .negative),
        ("a cancel", [turn, error, status("idle")], 2, .negative),
        ("an error alone", [error], nil, .negative),
        ("a refusal after a run", [turn, runEnd("finished"), status("idle"), error], 2, .success),
        ("a run that goes on after another", [turn, runEnd("finished"), status("idle"), turn], 2, .incomplete),
        ("a failure after a run", [turn, runEnd("finished"), status("idle"), turn, error], 2, .negative),
        ("the rest of a run", [runEnd("finished"), status("idle")], 1, .success),
        ("the rest of a run that failed", [error, status("idle")], 1, .negative),
        ("an end before the run's idle", [status("idle"), turn, runEnd("finished")], nil, .success),
    ]

    @Test(arguments: cases)
    func `knows when a run is over and how`(
        name: String, events: [String], stopsAt: Int?, status: Shared.ExitStatus
    ) throws {
        var watch = RunWatch()
        let stops = try events.map { watch.note(try EventLine(json: JSON($0)).event) }
        #expect(stops.firstIndex(of: true) == stopsAt, "\(name)")
        #expect(watch.status == status, "\(name)")
    }

    static let recorded: [(String, Shared.ExitStatus)] = [
        ("hello", .success), ("fix-a-test", .success), ("tool-trouble", .success), ("late-user-message", .negative),
        ("cancel", .negative), ("cancel-in-tool", .negative), ("provider-error", .negative), ("refused", .negative),
        ("pause-resume", .negative), ("rewind", .success), ("compact", .success),
    ]

    @Test(arguments: recorded)
    func `finds the end of every recorded run`(name: String, status: Shared.ExitStatus) throws {
        var watch = RunWatch()
        let lines = try Fixtures.lines("recordings/worker/\(name).jsonl")
        let isOver = try lines.contains { watch.note(try EventLine(json: JSON($0)).event) }
        #expect(isOver)
        #expect(watch.status == status)
    }
}
