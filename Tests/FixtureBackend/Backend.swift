/// Everything that the connections share.
struct Backend: Sendable {
    let options: Options
    let store: Store
    let player: RunPlayer
    let journal: Journal
    let script: Script?
    let playback: Playback?

    init(_ options: Options) throws {
        self.options = options
        journal = try Journal(path: options.log)
        store = try Store(workers: options.workers, stateFile: options.state)
        player = RunPlayer(store: store, pace: options.pace ?? .milliseconds(5))
        script = try options.script.map { try Script($0) }
        playback = try options.playback.map { try Playback($0) }
        let worker = options.workers[0]
        for number in 0..<options.transcript where store.state(worker)?.transcript.count ?? 0 <= number {
            let role = number % 3 == 0 ? "system" : "user"
            store.record(.said(worker, role: role, content: "message \(number + 1)"))
        }
        for name in options.play {
            // What a state file says was published already is not said again.
            let done = store.state(worker)?.published.count ?? 0
            player.play(Array(try RecordedRun(name).events.dropFirst(done)), on: worker)
        }
        for name in options.onInput + options.onCancel + options.onObserve { _ = try RecordedRun(name) }
    }
}
