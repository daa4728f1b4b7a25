internal import Glibc
internal import Shared
internal import Transport

/// `yoi-events`: lists, or follows.
enum EventsCommand {
    static func run(_ options: EventsOptions) throws(Failure) -> ProgramEnding {
        let messages = Messages(program: "yoi-events", level: options.connection.level)
        try options.check()
        if options.list == nil {
            remark(on: options.until, of: "--until", known: Event.names, "event", messages)
            remark(on: options.states, of: "--state", known: ListedWorker.states, "state", messages)
        }
        let settings = try settings(options, messages)
        let loop = try EventLoop(
            output: Output(descriptor: STDOUT_FILENO, keepsLines: true), timeout: options.timeout?.asLimit)
        do throws(StopReason) {
            guard let kind = options.list else { return try follow(options, settings, loop, messages) }
            var command = try StopReason.failing { () throws(Failure) in
                try ListCommand(
                    kind, of: options.connection, settings: settings, backoff: options.backoff(), loop: loop,
                    messages: messages)
            }
            return try command.run()
        } catch {
            return try ProgramEnding(error)
        }
    }

    /// A later Backend may know more names, so an unknown one only causes a remark.
    private static func remark(
        on names: [String], of option: String, known: [String], _ what: String, _ messages: Messages
    ) {
        for name in names where !known.contains(name) {
            let nearest = SpellingSuggestion.nearest(to: name, among: known)
            messages.notice(
                Diagnostic(
                    at: option, "unknown \(what) '\(name)'",
                    advice: nearest.map { "did you mean \($0)?" }))
        }
    }

    private static func follow(
        _ given: EventsOptions, _ settings: ClientSettings, _ loop: EventLoop, _ messages: Messages
    ) throws(StopReason) -> ProgramEnding {
        var options = given
        let selection = try StopReason.failing { () throws(Failure) in try options.selection() }
        var directory = WorkerDirectory(
            of: selection.backend, selection.workspace,
            client: RetryingClient(
                selection.backend, settings: settings, loop: loop, backoff: options.backoff(),
                remark: messages.notice))
        let workers = try FollowedWorkers(options, selection, &directory)
        options.printsEnvelopes = options.printsEnvelopes || workers.areSeveral
        if workers.areSeveral { DescriptorLimit.raise() }
        return try StopReason.failing { () throws(Failure) in
            var file: CursorFile?
            if let path = options.cursorFile { file = try CursorFile(path: path, for: workers) }
            try PartialLine.remove(from: STDOUT_FILENO)
            var command = try FollowCommand(
                options, workers, file: file, settings: settings, loop: loop, messages: messages)
            return try command.run()
        }
    }

    private static func settings(_ options: EventsOptions, _ messages: Messages) throws(Failure) -> ClientSettings {
        try ClientSettings(
            options.connection, program: "yoi-events",
            // The JSON scanner validates every byte, so text need not be checked twice.
            webSocket: WebSocketSession.Options(
                messageLimit: options.maxMessage.bytes, checksText: false, pingInterval: options.pingInterval,
                openTimeout: options.connection.connectLimit),
            messages: messages)
    }
}
