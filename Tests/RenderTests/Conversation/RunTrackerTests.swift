import TestSupport
import Testing

@Suite struct `The status of a run` {
    static let turn = #"{"event":"turn_start","data":{"turn":0}}"#
    static let finished = #"{"event":"run_end","data":{"result":"finished"}}"#
    static let failure = #"{"event":"error","data":{"code":"provider_error","message":"m"}}"#
    static let refusal = #"{"event":"error","data":{"code":"not_paused","message":"m"}}"#
    static let idle = #"{"event":"status","data":{"status":"idle"}}"#

    static let cases: [([String], Int32)] = [([turn, failure], 1), ([finished, refusal, idle], 0), ([turn], 3)]

    @Test(arguments: cases)
    func `yoi-render --exit-status agrees with yoi-events`(events: [String], status: Int32) throws {
        let input = events.joined(separator: "\n")
        #expect(try Program("yoi-render").run(["-x"], input: .text(input)).status == status)
    }
}
