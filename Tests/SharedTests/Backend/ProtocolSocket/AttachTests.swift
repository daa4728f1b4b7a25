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
        try attach(trial.row, to: test, &playback)
        return playback.lines
    }

    /// A later connection, up to an event.
    func attach(
        _ row: AttachCase.Row, to test: AttachCase, until end: Int? = nil, _ playback: inout ProtocolPlayback
    ) throws {
        try playback.receive(row.snapshot)
        for event in row.extra { try playback.receive(event) }
        let rest = row.then?[...] ?? test.events[row.continues..<(end ?? test.events.count)]
        for event in rest.prefix(row.overlap) { try playback.receive(event) }
        playback.wait(row.then == nil ? .milliseconds(400) : .seconds(4))
        for event in rest.dropFirst(row.overlap) { try playback.receive(event) }
        playback.wait(.milliseconds(100))
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
    func `resuming after a disconnection prints what was committed meanwhile once`(name: String) throws {
        try judge(name, more: 1) { $0.reconnect() }
    }

    @Test(arguments: AttachCase.names)
    func `resuming from a checkpoint prints what was committed meanwhile once`(name: String) throws {
        try judge(name, more: 1) { playback in
            playback.reconnect()
            try playback.restart()
        }
    }

    @Test(arguments: AttachCase.names)
    func `resuming after several disconnections prints what was committed meanwhile once`(name: String) throws {
        let test = try AttachCase(name)
        let rows = test.rows.filter { $0.then == nil && !$0.isPlaceholder }.sorted { $0.continues < $1.continues }
        for (first, last) in zip(rows, rows.dropFirst(3)) {
            let trial = AttachCase.Trial(row: last, cut: max(1, min(first.after, first.continues)))
            var playback = ProtocolPlayback()
            for event in test.events[..<trial.cut] { try playback.receive(event) }
            playback.reconnect()
            let middle = (first.continues + last.continues) / 2
            try attach(first, to: test, until: middle, &playback)
            playback.reconnect()
            // Cut off again before anything was said.
            try playback.receive(last.snapshot)
            playback.reconnect()
            try attach(last, to: test, &playback)
            let faults = AttachJudge(test, trial, printed: playback.lines, connections: 3).faults
            #expect(faults == [], "\(name), cut after \(trial.cut) and \(middle), back after \(last.continues)")
        }
    }
}
