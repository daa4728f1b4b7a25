/// Everything that the connections share.
struct Backend: Sendable {
    let options: Options
    let store: Store
    let lives: Lives
    let journal: Journal
    let script: Script?
    let playback: Playback?
    let freezer = Freezer()
    let quirks: Quirks
    let progress = GeneratedProgress()

    init(_ options: Options) throws {
        self.options = options
        journal = try Journal(path: options.log)
        store = try Store(workers: options.workers, stateFile: options.state)
        lives = Lives(options, store: store)
        script = try options.script.map { try Script($0, api: options.api) }
        playback = try options.playback.map { try Playback($0) }
        quirks = Quirks(options)
        let runs = options.onInput + options.onCancel + options.onObserve + options.play
        for name in runs { _ = try RecordedRun(name) }
        if options.isDown { for name in options.workers where !name.isEmbedded { store.setDown(name.runtime, true) } }
        for name in options.workers { try begin(name) }
    }

    /// The beginning of a worker's life; a state file may hold more of it.
    private func begin(_ name: WorkerName) throws {
        switch options.api {
        case .events:
            for number in 0..<options.transcript where store.state(name)?.transcript.count ?? 0 <= number {
                let role = number % 3 == 0 ? "system" : "user"
                store.record(.said(name, role: role, content: "message \(number + 1)"))
            }
        case .protocol: store.recall(name, options.transcript, size: options.size)
        }
        // What was said is not said again; what the embedded Runtime lost is not said at all.
        var done = store.state(name)?.published.count ?? 0
        guard done == 0 || !name.isEmbedded else { return }
        for run in options.play {
            let events = try RecordedRun(run).events
            lives[name].live(Array(events.dropFirst(done)))
            done = max(0, done - events.count)
        }
        if let unsaid = store.state(name)?.unsaid, !unsaid.isEmpty { lives[name].live(unsaid) }
    }
}

extension Backend {
    /// The Workspaces, in the order of their workers.
    var workspaces: [String] {
        store.names.map(\.workspace).reduce(into: options.workspaces) { if !$0.contains($1) { $0.append($1) } }
    }

    func route(_ request: Request) -> Route {
        Route(path(of: request), workspace: workspaces.first ?? WorkerName.defaultWorkspace)
    }

    /// The request's path without the server's path prefix.
    func path(of request: Request) -> Substring {
        request.path.hasPrefix(options.prefix + "/") ? request.path.dropFirst(options.prefix.count) : request.path
    }

    func identity(_ name: WorkerName) -> String {
        "\"runtime_id\":\(JSONText.string(name.runtime)),\"worker_id\":\(JSONText.string(name.worker))"
    }
}
