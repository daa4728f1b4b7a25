import Foundation
import Glibc

/// A running `fixture-backend` on a port of its own; ends when the value goes away, or with the test process.
package final class FixtureBackend: @unchecked Sendable {
    /// Its base URL, path prefix included: what `--backend` wants.
    package let url: String
    /// The port on 127.0.0.1; a restart keeps it.
    package let port: UInt16
    /// What it speaks.
    package let api: BackendAPI
    private let arguments: [String]
    private let directory: TemporaryDirectory
    private var process: RunningProgram

    /// Starts one with these options that speaks this API, and with this script (JSON text) if given; throws when it
    /// does not say its URL.
    package init(_ arguments: [String] = [], script: String? = nil, api: BackendAPI = .events) throws {
        directory = try TemporaryDirectory()
        self.api = api
        var arguments = ["--api", api.rawValue] + arguments + ["--log", directory.file("log"), "--until-input-ends"]
        if let script { arguments += ["--script", try directory.write("script.json", script)] }
        self.arguments = arguments
        (process, url) = try Self.start(arguments, port: 0)
        guard let port = URLComponents(string: url)?.port.flatMap({ UInt16(exactly: $0) }) else {
            throw TestFailure("no port in \(url)")
        }
        self.port = port
    }
}

extension FixtureBackend {
    /// Its default Worker.
    package static let runtimeID = "runtime-a"
    /// Its default Worker.
    package static let workerID = "worker-00000001"

    /// The options and values that lead a filter to that worker.
    package var target: [String] {
        ["--runtime-id", Self.runtimeID, "--worker-id", Self.workerID] + backendOptions
    }

    /// The options and values that lead a filter to this server.
    package var backendOptions: [String] { ["--backend", url, "--api", api.rawValue] }

    /// Kills it in the middle of whatever it does; its connections are gone.
    package func kill() throws {
        process.signal(SIGKILL)
        try process.wait()
    }

    /// Starts it again on the same port, with the same options unless others are given. It remembers nothing of its
    /// former life but what a `--state` file holds.
    package func restart(_ other: [String]? = nil) throws {
        let log = arguments.prefix(2) + ["--log", directory.file("log"), "--until-input-ends"]
        process = try Self.start(other.map { $0 + log } ?? arguments, port: port).process
    }

    /// Lets the worker say these event lines now; observers get them at once.
    package func publish(_ events: String...) throws {
        _ = try LoopbackHTTP.post(port: port, "/fixture/publish", events.joined(separator: "\n"))
    }

    /// Starts a recorded run of that name.
    package func play(_ name: String) throws { _ = try LoopbackHTTP.post(port: port, "/fixture/play", name) }

    /// Does what `/fixture/COMMAND` does, for the worker with this id if one is given; its README lists them.
    package func control(
        _ command: String, _ body: String = "", worker: String? = nil, workspace: String? = nil
    ) throws {
        let names = [("worker", worker), ("workspace", workspace)].compactMap { name, id in id.map { "\(name)=\($0)" } }
        let query = names.isEmpty ? "" : "?" + names.joined(separator: "&")
        _ = try LoopbackHTTP.post(port: port, "/fixture/\(command)" + query, body)
    }

    /// Ends all observers' connections, by `drop`, `reset`, `half-close` or `backlog`; returns how many there were.
    @discardableResult
    package func endObservers(_ ending: String = "drop") throws -> Int {
        Int(try LoopbackHTTP.post(port: port, "/fixture/end", ending).dropLast()) ?? 0
    }

    /// What it has seen so far, in order; a restart goes on with the same list.
    package var log: [LogEntry] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let lines = (directory.read("log") ?? "").split(separator: "\n")
        return lines.compactMap { try? decoder.decode(LogEntry.self, from: Data($0.utf8)) }
    }

    /// The requests among what it has seen.
    package var requests: [LogEntry] { log.filter { $0.method != nil } }

    /// Waits until it has seen something that fits; throws when `limit` passes first.
    @discardableResult
    package func waitForLog(
        _ what: String, limit: Duration = .seconds(10), where fits: (LogEntry) -> Bool
    ) throws -> LogEntry {
        var found: LogEntry?
        try waitUntil(what, limit: limit) {
            found = log.first(where: fits)
            return found != nil
        }
        guard let found else { throw TestFailure(what) }
        return found
    }
}

private extension FixtureBackend {
    static func start(_ arguments: [String], port: UInt16) throws -> (process: RunningProgram, url: String) {
        let process = try Program("fixture-backend").start(arguments + ["--port", "\(port)"], input: .pipe)
        let line = try process.nextLine(limit: .seconds(20))
        let greeting = "listening on "
        guard line.hasPrefix(greeting) else { throw TestFailure("fixture-backend said: \(line)") }
        return (process, String(line.dropFirst(greeting.count)))
    }
}
