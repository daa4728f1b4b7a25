import Testing

@testable import Shared

@Suite struct `Evidence of what became of a method` {
    struct Row: Sendable, CustomTestStringConvertible {
        let method: String
        var status: WorkerStatus = .idle
        var isStopped = false
        /// What happens, with what the last of it shows.
        let events: [String]
        let outcome: Outcome?

        enum Outcome: Sendable { case accepted, refused, busy }

        var testDescription: String { "\(method) while \(status): \(events)" }
    }

    private static let run = #"{"method":"run","params":{"input":[{"kind":"text","content":"a"}]}}"#
    private static let rewind =
        #"{"method":"rewind_to","params":{"target":{"segment_id":"s","user_input_entry_index":1},"expected_head_entries":2}}"#
    private static let restore = #"{"method":"restore_worker","params":{"name":"x"}}"#
    private static let register = #"{"method":"register_peer","params":{"name":"x"}}"#
    private static let running = #"{"event":"status","data":{"status":"running"}}"#
    private static let idle = #"{"event":"status","data":{"status":"idle"}}"#
    private static let paused = #"{"event":"status","data":{"status":"paused"}}"#
    private static let cancelled = error("internal", "Cancelled")
    private static let busy = error("internal", "worker w execution ProtocolMethod returned Busy: x")
    private static let rolledBack = #"{"event":"run_end","data":{"result":"rolled_back"}}"#
    private static let alert = #"{"event":"alert","data":{"level":"info","source":"compactor","message":"nothing"}}"#

    private static func error(_ code: String, _ message: String) -> String {
        #"{"event":"error","data":{"code":"\#(code)","message":"\#(message)"}}"#
    }

    private static func said(_ text: String) -> String {
        #"{"event":"user_message","data":{"segments":[{"kind":"text","content":"\#(text)"}]}}"#
    }

    private static func plain(_ name: String) -> String { #"{"method":"\#(name)"}"# }

    private static func snapshot(_ status: String, provider: String = "p", input: String = "") -> String {
        let segments = #"[{"kind":"text","content":"\#(input)"}]"#
        let entries = input.isEmpty ? "[]" : #"[{"kind":"user_input","segments":\#(segments)}]"#
        return #"{"event":"snapshot","data":{"entries":\#(entries),"greeting":{"provider":"\#(provider)"},"#
            + #""status":"\#(status)"}}"#
    }

    private static func restored(_ name: String) -> String {
        #"{"event":"worker_restored","data":{"result":{"action":"restored","worker_name":"\#(name)"}}}"#
    }

    private static func registered(_ name: String) -> String {
        #"{"event":"peer_registered","data":{"result":{"peer":"\#(name)"}}}"#
    }

    static let rows = [
        Row(method: run, events: [running, said("a")], outcome: .accepted),
        Row(method: run, events: [running, said("b")], outcome: nil),
        Row(method: run, events: [running, error("internal", "no flows"), idle], outcome: .refused),
        Row(method: run, events: [running, error("internal", "no flows")], outcome: nil),
        Row(method: run, status: .running, events: [error("internal", "provider"), idle], outcome: nil),
        Row(method: run, events: [busy], outcome: .busy),
        Row(method: run, events: [error("internal", "malformed protocol method frame: x")], outcome: .refused),
        Row(
            method: run, events: [error("internal", "worker w execution Restore returned Rejected: x")],
            outcome: .refused),
        Row(method: run, events: [error("not_running", "x")], outcome: nil),
        Row(method: run, isStopped: true, events: [running, snapshot("running", input: "a")], outcome: .accepted),
        Row(method: run, isStopped: true, events: [running, snapshot("running", input: "b")], outcome: nil),
        Row(
            method: run, events: [error("internal", "tool execution failed: the server returned 503")], outcome: nil),
        Row(method: run, events: [snapshot("running")], outcome: nil),
        Row(method: plain("cancel"), status: .running, events: [cancelled], outcome: .accepted),
        Row(method: plain("cancel"), status: .running, events: [rolledBack], outcome: .accepted),
        Row(method: plain("cancel"), status: .paused, events: [idle], outcome: .accepted),
        Row(method: plain("cancel"), status: .running, events: [idle], outcome: nil),
        Row(method: plain("cancel"), status: .running, events: [error("not_running", "x")], outcome: nil),
        Row(method: plain("cancel"), status: .running, events: [idle, error("not_running", "x")], outcome: .refused),
        Row(method: plain("cancel"), events: [error("not_running", "x")], outcome: .refused),
        Row(method: plain("cancel"), events: [error("not_paused", "x")], outcome: nil),
        Row(method: plain("pause"), status: .running, events: [paused], outcome: .accepted),
        Row(method: plain("pause"), events: [error("not_running", "x")], outcome: .refused),
        Row(method: plain("resume"), status: .paused, events: [running], outcome: .accepted),
        Row(method: plain("resume"), events: [running], outcome: nil),
        Row(method: plain("resume"), events: [error("not_paused", "x")], outcome: .refused),
        Row(method: plain("resume"), status: .running, events: [busy], outcome: .busy),
        Row(method: plain("compact"), events: [#"{"event":"compact_start"}"#], outcome: .accepted),
        Row(method: plain("compact"), events: [alert], outcome: .accepted),
        Row(
            method: plain("compact"), events: [#"{"event":"compact_failed","data":{"error":"x"}}"#], outcome: .refused),
        Row(method: plain("compact"), status: .running, events: [#"{"event":"compact_start"}"#, busy], outcome: .busy),
        Row(
            method: plain("list_rewind_targets"), events: [#"{"event":"rewind_targets","data":{"targets":[]}}"#],
            outcome: .accepted),
        Row(
            method: plain("list_rewind_targets"), status: .running, events: [error("already_running", "x")],
            outcome: .busy),
        Row(method: rewind, events: [#"{"event":"rewind_applied","data":{"input":[]}}"#], outcome: .accepted),
        Row(method: rewind, events: [error("invalid_request", "x")], outcome: .refused),
        Row(method: plain("shutdown"), events: [cancelled, idle, #"{"event":"shutdown"}"#], outcome: .accepted),
        Row(method: plain("shutdown"), events: [snapshot("idle", provider: "worker-runtime")], outcome: .accepted),
        Row(method: plain("shutdown"), events: [error("not_running", "x")], outcome: nil),
        Row(
            method: plain("list_workers"), events: [#"{"event":"workers_listed","data":{"workers":[]}}"#],
            outcome: .accepted),
        Row(method: restore, events: [restored("y"), restored("x")], outcome: .accepted),
        Row(method: restore, events: [error("invalid_request", "no `y`")], outcome: nil),
        Row(method: restore, events: [error("invalid_request", "no `x`")], outcome: .refused),
        Row(method: register, events: [registered("y"), registered("x")], outcome: .accepted),
        Row(
            method: #"{"method":"notify","params":{"message":"x","auto_run":false}}"#,
            events: [running, said("x"), idle], outcome: nil),
    ]

    @Test(arguments: rows)
    func `what became of a method is known from the last of its events, not before`(row: Row) throws {
        let method = try Method(json: JSON(row.method), mode: .strict)
        var evidence = MethodEvidence(of: method, status: row.status, isStopped: row.isStopped)
        var outcomes: [MethodEvidence.Outcome?] = []
        for event in row.events { outcomes.append(evidence.note(try Event(json: JSON(event)))) }
        #expect(outcomes.dropLast().allSatisfy { $0 == nil })
        let found: Row.Outcome? =
            switch outcomes.last ?? nil {
            case .accepted?: .accepted
            case .refused(_, let isBusy)?: isBusy ? .busy : .refused
            case nil: nil
            }
        #expect(found == row.outcome)
    }

    @Test func `an error event of our own is never evidence`() throws {
        var evidence = MethodEvidence(of: .cancel, status: .running)
        let own = #"{"event":"error","data":{"code":"internal","message":"Cancelled","origin":"yoi-send"}}"#
        #expect(evidence.note(try Event(json: JSON(own))) == nil)
    }

    @Test func `a compaction that is waited for is accepted at its end`() throws {
        var evidence = MethodEvidence(of: .compact, status: .idle, waitsForEnd: true)
        #expect(evidence.note(.compactStart) == nil)
        #expect(evidence.note(try Event(json: JSON(#"{"event":"segment_rotated","data":{"entry":{}}}"#))) == nil)
        #expect(evidence.note(.compactDone(newSegmentID: "x")) == .accepted)
    }

    @Test func `pausing a paused Worker is accepted at once`() {
        #expect(MethodEvidence(of: .pause, status: .paused).isMootWhenSent)
        #expect(!MethodEvidence(of: .pause, status: .running).isMootWhenSent)
    }
}
