internal import Glibc
internal import Shared
internal import Transport

/// `yoi-events`: from the command line to a list or a stream.
enum EventsCommand {
    static func run(_ options: EventsOptions) throws(Failure) -> Ending {
        let messages = Messages(program: "yoi-events", level: options.connection.level)
        try options.check()
        let output = Output(descriptor: STDOUT_FILENO, keepsLines: true)
        if let kind = options.list {
            let settings = try settings(options, messages)
            let loop = try EventLoop(output: output, timeout: options.timeout?.asLimit)
            return try ListCommand(kind, of: options.connection, settings: settings, loop: loop, messages: messages)
                .run()
        }
        for name in options.until where !Event.names.contains(name) {
            let nearest = SpellingSuggestion.nearest(to: name, among: Event.names)
            messages.notice(
                Diagnostic(
                    at: "--until", "no event that is known here is called '\(name)'",
                    advice: nearest.map { "did you mean \($0)?" }))
        }
        let target = try options.connection.target()
        let settings = try settings(options, messages)
        var file: CursorFile?
        if let path = options.cursorFile { file = try CursorFile(path: path, for: target) }
        try PartialLine.remove(from: STDOUT_FILENO)
        let loop = try EventLoop(output: output, timeout: options.timeout?.asLimit)
        var command = try FollowCommand(
            options, targets: [target], file: file, settings: settings, loop: loop, messages: messages)
        return try command.run()
    }

    private static func settings(_ options: EventsOptions, _ messages: Messages) throws(Failure) -> ConnectionSettings {
        try ConnectionSettings(
            options.connection, program: "yoi-events",
            // Text is not checked twice: the JSON scanner looks at every byte.
            webSocket: WebSocketSession.Options(
                messageLimit: options.maxMessage.bytes, checksText: false, pingInterval: options.pingInterval,
                openTimeout: options.connection.connectLimit),
            messages: messages)
    }
}
