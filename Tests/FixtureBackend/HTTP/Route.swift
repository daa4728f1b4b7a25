import Foundation

/// Where a request is meant to go, read from its raw path.
struct Route {
    enum Place {
        case workspaces
        case workspace
        case workers
        case worker(String)
        case runtimes
        case runtimeWorkers(String)
        case runtimeWorker(WorkerName)
        case transcript(WorkerName)
        /// The socket of one worker, on either API.
        case socket(WorkerName, API)
        case operation(WorkerName, Operation)
        case subscriptions
        /// `/fixture/…`: the tests' own.
        case fixture(String)
        case unknown
    }

    enum Operation: String { case input, cancel, stop, restore, completions }

    /// The Workspace that the path names, raw; nil if it names none.
    let workspace: String?
    let place: Place
}

extension Route {
    /// A path without a Workspace is about the given one.
    init(_ path: Substring, workspace only: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if parts.count == 2, parts[0] == "fixture" {
            (workspace, place) = (nil, .fixture(parts[1]))
            return
        }
        if parts == ["api", "workspaces"] {
            (workspace, place) = (nil, .workspaces)
            return
        }
        guard parts.count >= 2, parts.removeFirst() == "api" else {
            (workspace, place) = (nil, .unknown)
            return
        }
        let named = parts.count > 2 && parts[0] == "w" ? parts[1] : nil
        workspace = named
        place = Self.place(named == nil ? parts[...] : parts[2...], named ?? only)
    }

    private static func place(_ parts: ArraySlice<String>, _ workspace: String) -> Place {
        let texts = parts.map { $0.removingPercentEncoding ?? $0 }
        guard texts.count >= 4, texts[0] == "runtimes", texts[2] == "workers" else { return place(short: texts, parts) }
        let name = WorkerName(workspace: workspace, runtime: texts[1], worker: texts[3])
        switch parts.dropFirst(4).joined(separator: "/") {
        case "": return texts.count == 4 ? .runtimeWorker(name) : .unknown
        case "transcript": return .transcript(name)
        case "events/ws": return .socket(name, .events)
        case "protocol/ws": return .socket(name, .protocol)
        case let last: return Operation(rawValue: last).map { .operation(name, $0) } ?? .unknown
        }
    }

    private static func place(short texts: [String], _ parts: ArraySlice<String>) -> Place {
        switch texts.count {
        case 1:
            switch texts[0] {
            case "workspace": .workspace
            case "workers": .workers
            case "runtimes": .runtimes
            default: .unknown
            }
        case 2 where texts[0] == "workers": .worker(texts[1])
        case 2 where texts == ["protocol", "ws"]: .subscriptions
        case 3 where texts[0] == "runtimes" && texts[2] == "workers": .runtimeWorkers(texts[1])
        default: .unknown
        }
    }

    /// The one method that the real server has for it, in that API; nil where there is no such route.
    func method(in api: API) -> String? {
        switch place {
        case .fixture: return "POST"
        case .workspace, .workers, .runtimes, .runtimeWorker: return "GET"
        case .transcript: return api == .events ? "GET" : nil
        case .socket(_, let own): return own == api ? "GET" : nil
        case .operation(_, let operation):
            return api == .protocol || [.input, .cancel, .stop].contains(operation) ? "POST" : nil
        case .workspaces, .worker, .runtimeWorkers: return api == .protocol ? "GET" : nil
        case .subscriptions: return api == .protocol && workspace != nil ? "GET" : nil
        case .unknown: return nil
        }
    }

    var worker: WorkerName? {
        switch place {
        case .transcript(let name), .socket(let name, _), .operation(let name, _), .runtimeWorker(let name): name
        default: nil
        }
    }
}
