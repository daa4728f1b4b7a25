import Foundation

/// Where a request is meant to go, read from its raw path.
enum Route {
    case workers
    case transcript(WorkerName)
    case observe(WorkerName)
    case operation(WorkerName, Operation)
    /// `/fixture/…`: the tests' own.
    case fixture(String)
    case unknown

    enum Operation: String { case input, cancel, stop }
}

extension Route {
    init(_ path: Substring) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if parts == ["api", "workers"] {
            self = .workers
        } else if parts.count == 2, parts[0] == "fixture" {
            self = .fixture(parts[1])
        } else if parts.count >= 6, parts[0] == "api", parts[1] == "runtimes", parts[3] == "workers",
            let runtime = parts[2].removingPercentEncoding, let worker = parts[4].removingPercentEncoding
        {
            let name = WorkerName(runtime: runtime, worker: worker)
            switch parts[5...].joined(separator: "/") {
            case "transcript": self = .transcript(name)
            case "events/ws": self = .observe(name)
            case let last: self = Operation(rawValue: last).map { .operation(name, $0) } ?? .unknown
            }
        } else {
            self = .unknown
        }
    }

    /// The one method that the real server has for it.
    var method: String? {
        switch self {
        case .workers, .transcript, .observe: "GET"
        case .operation, .fixture: "POST"
        case .unknown: nil
        }
    }

    var worker: WorkerName? {
        switch self {
        case .transcript(let name), .observe(let name), .operation(let name, _): name
        case .workers, .fixture, .unknown: nil
        }
    }
}
