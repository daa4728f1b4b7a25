internal import Shared
internal import Transport

/// What `--list` can list.
enum ListKind: String, ArgumentChoice {
    case workers, workspaces, runtimes
}

/// `--list`: each Worker, Workspace or Runtime that the Backend knows on a line of its own, as the Backend wrote it.
struct ListCommand {
    private let kind: ListKind
    private let backend: BackendURL
    private let workspace: Workspace?
    private var client: RetryingClient
    private let loop: EventLoop
    private let messages: Messages

    init(
        _ kind: ListKind, of options: ConnectionOptions, settings: ConnectionSettings, backoff: Backoff,
        loop: EventLoop, messages: Messages
    ) throws(Failure) {
        self.kind = kind
        self.loop = loop
        self.messages = messages
        let backend = try options.backendURL()
        self.backend = backend
        workspace = options.workspace
        client = RetryingClient(
            backend, settings: settings, loop: loop, backoff: backoff, remark: messages.notice)
    }
}

extension ListCommand {
    mutating func run() throws(Failure) -> Ending {
        do throws(Stop) {
            let status = try printAll()
            try loop.flush()
            return .status(status)
        } catch {
            return try Ending(error)
        }
    }
}

extension ListCommand {
    private mutating func printAll() throws(Stop) -> ExitStatus {
        if kind == .workspaces {
            print(try items(of: try answer(backend.workspaces)))
            return .success
        }
        // Without a Workspace that is named, these are the routes of the only one; where there are several, they are not
        // there.
        var scopes = [workspace]
        var answers = [try ask(workspace)]
        if answers[0].isEmptyNotFound, workspace?.isAssumed == true {
            scopes = [nil]
            answers = [try ask(nil)]
        }
        if answers[0].isEmptyNotFound, scopes[0] == nil {
            let ids = try items(of: try answer(backend.workspaces)).compactMap { $0["workspace_id"]?.string }
            guard !ids.isEmpty else {
                throw .failed(failure(Disconnection("the Backend has no Workspace", status: .notFound)))
            }
            answers = []
            for id in ids { answers.append(try ask(Workspace(id))) }
        }
        var status = ExitStatus.success
        for answer in answers {
            let list = try json(answer)
            let workers = try items(of: list)
            print(workers)
            status = max(status, remark(list["diagnostics"], isEmpty: workers.isEmpty))
        }
        return status
    }

    private mutating func ask(_ workspace: Workspace?) throws(Stop) -> HTTPResponse {
        try response(backend.api(workspace) + "/" + kind.rawValue)
    }

    private mutating func answer(_ url: String) throws(Stop) -> JSON { try json(try response(url)) }

    private mutating func response(_ url: String) throws(Stop) -> HTTPResponse {
        switch try client.answer(from: url, "the list", where: { $0.isSuccess || $0.isEmptyNotFound }) {
        case .success(let response): return response
        case .failure(let disconnection): throw .failed(failure(disconnection))
        }
    }

    private func json(_ response: HTTPResponse) throws(Stop) -> JSON {
        guard response.isSuccess else { throw .failed(failure(Disconnection(refused: response, "the list"))) }
        do throws(JSONError) {
            return try JSON(response.body)
        } catch {
            throw .failed(failure(Disconnection("the answer cannot be used: \(error)", status: .protocolError)))
        }
    }

    /// A list is `{"items":[…]}`, that of Workspaces a bare array.
    private func items(of answer: JSON) throws(Stop) -> [JSON] {
        guard let items = answer.elements ?? answer["items"]?.elements else {
            throw .failed(failure(Disconnection("the answer has no list of items", status: .protocolError)))
        }
        return items
    }

    private func print(_ items: [JSON]) {
        for item in items {
            var line = Array(item.bytes)
            line.joinLines()
            line.append(UInt8(ascii: "\n"))
            loop.output.append(line)
        }
    }

    /// Says what the Backend remarks on a list.
    ///
    /// - Returns: status 69 if it says why an empty list is not complete.
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

    private func failure(_ disconnection: Disconnection) -> Failure {
        // The list itself is not there: no id can be wrong.
        let advice = disconnection.status == .notFound ? "check --backend" : disconnection.advice
        return Failure(
            disconnection.status, at: backend.shown, "no list of \(kind.rawValue): \(disconnection.reason)",
            advice: advice)
    }
}
