internal import Shared
internal import Transport

/// What `--list` lists.
enum ListKind: String, ArgumentChoice {
    case workers, workspaces, runtimes
}

/// `--list`: prints each Worker, Workspace or Runtime that the Backend knows, one per line, as the Backend wrote them.
struct ListCommand {
    private let kind: ListKind
    private let backend: BackendURL
    private var directory: WorkerDirectory
    private let loop: EventLoop
    private let messages: Messages

    init(
        _ kind: ListKind, of options: ConnectionOptions, settings: ClientSettings, backoff: Backoff,
        loop: EventLoop, messages: Messages
    ) throws(Failure) {
        self.kind = kind
        self.loop = loop
        self.messages = messages
        let backend = try BackendURL(options.backend)
        self.backend = backend
        directory = WorkerDirectory(
            of: backend, options.workspace,
            client: RetryingClient(backend, settings: settings, loop: loop, backoff: backoff, remark: messages.notice),
            complaint: "no list of \(kind.rawValue)")
    }
}

extension ListCommand {
    mutating func run() throws(StopReason) -> ProgramEnding {
        let status = try printAll()
        try loop.flush()
        return .status(status)
    }

    private mutating func printAll() throws(StopReason) -> ExitStatus {
        var status = ExitStatus.success
        for answer in try answers() {
            // A list is `{"items":[…]}`; that of Workspaces is an array.
            guard answer.isSuccess, let list = try? answer.json(),
                let items = list.elements ?? list["items"]?.elements
            else { throw .failed(directory.unusable(answer)) }
            print(items)
            status = max(status, remark(list["diagnostics"], isEmpty: items.isEmpty))
        }
        return status
    }

    private mutating func answers() throws(StopReason) -> [HTTPResponse] {
        let (backend, route) = (backend, "/" + kind.rawValue)
        return kind == .workspaces
            ? [try directory.answer(to: backend.workspaces)]
            : try directory.answers { backend.api($0) + route }.map(\.answer)
    }

    private func print(_ items: [JSON]) {
        for item in items {
            var line = Array(item.bytes)
            line.joinLines()
            line.append(UInt8(ascii: "\n"))
            loop.output.append(line)
        }
    }

    /// Prints the Backend's remarks on a list.
    ///
    /// - Returns: Status 69 if there are remarks on an empty list.
    private func remark(_ diagnostics: JSON?, isEmpty: Bool) -> ExitStatus {
        var status = ExitStatus.success
        for diagnostic in diagnostics?.elements ?? [] {
            guard let message = diagnostic["message"]?.string, diagnostic["severity"]?.string != "info" else {
                continue
            }
            let code = diagnostic["code"]?.string.map { " [\($0)]" } ?? ""
            messages.notice(Diagnostic(at: backend.shown, "the Backend remarks on the list\(code): \(message)"))
            if isEmpty { status = .unavailable }
        }
        return status
    }
}
