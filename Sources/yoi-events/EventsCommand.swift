internal import Shared
internal import Transport

/// `yoi-events`: from the command line's wishes to a list or a stream.
enum EventsCommand {
    static func run(_ options: Options) throws(Failure) -> Ending {
        let messages = Messages(program: "yoi-events", level: options.connection.level)
        let connection = options.connection
        try options.check()
        guard options.listsWorkers else {
            let target = try connection.target()
            let access = try access(connection, messages)
            var file: CursorFile?
            if let path = options.cursorFile { file = try CursorFile(path: path, target: target) }
            let remembered = try file?.load()
            var follower = Follower(
                options, target: target, after: options.after ?? remembered, access: access,
                loop: try EventLoop(timeout: options.timeout, place: Place(file: file)), messages: messages)
            return try follower.run()
        }
        let backend = try backend(connection)
        let list = WorkerList(backend: backend, access: try access(connection, messages))
        return try list.run(on: try EventLoop(timeout: options.timeout))
    }
}

extension EventsCommand {
    private static func backend(_ connection: ConnectionOptions) throws(Failure) -> BackendURL {
        do throws(TargetError) {
            return try BackendURL(connection.backend)
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    private static func access(_ connection: ConnectionOptions, _ messages: Messages) throws(Failure) -> Access {
        var options = TransportOptions(connectTimeout: connection.connectLimit)
        try options.readCertificates(from: .process)
        var headers = try connection.requestHeaders(environment: .process) { messages.notice($0) }
        if headers["User-Agent"] == nil, let own = Access.userAgent { headers.append(own) }
        return Access(options: options, headers: headers)
    }
}
