import Testing

@testable import Shared

@Suite struct `Resuming over the protocol API` {
    /// The first connection up to the cut, then what the row's client was sent.
    func play(
        _ trial: AttachCase.Trial, of test: AttachCase, between: (inout ProtocolPlayback) throws -> Void
    ) throws -> [StreamLine] {
        var playback = ProtocolPlayback()
        for event in test.events[..<trial.cut] { try playback.receive(event) }
        playback.wait(.milliseconds(150))
        try between(&playback)
        try playback.receive(trial.row.snapshot)
        for event in trial.row.extra { try playback.receive(event) }
        if let then = trial.row.then {
            playback.wait(.seconds(4))
            for event in then { try playback.receive(event) }
        } else {
            let rest = test.events[trial.row.continues...]
            for event in rest.prefix(trial.row.overlap) { try playback.receive(event) }
            playback.wait(.milliseconds(400))
            for event in rest.dropFirst(trial.row.overlap) { try playback.receive(event) }
        }
        playback.wait(.milliseconds(100))
        return playback.lines
    }

    func judge(
        _ name: String, more: Int, between: (inout ProtocolPlayback) throws -> Void
    ) throws {
        let test = try AttachCase(name)
        #expect(!test.rows.isEmpty)
        for trial in test.trials(more: more) {
            let printed = try play(trial, of: test, between: between)
            let faults = AttachJudge(test, trial, printed: printed).faults
            #expect(faults == [], "\(name), cut after \(trial.cut), back after \(trial.row.continues)")
        }
    }

    @Test(arguments: AttachCase.names)
    func `prints what was committed meanwhile once, after a disconnection`(name: String) throws {
        try judge(name, more: 2) { $0.reconnect() }
    }

    @Test(arguments: AttachCase.names)
    func `does the same in another process, from a checkpoint`(name: String) throws {
        try judge(name, more: 1) { playback in
            playback.reconnect()
            try playback.restart()
        }
    }
}
