import Foundation

/// The command line.
struct Options: Sendable {
    var api = API.protocol
    var port: UInt16 = 0
    var prefix = ""
    var workers: [WorkerName] = []
    /// Also those without a worker.
    var workspaces: [String] = []
    var play: [String] = []
    var onObserve: [String] = []
    var onInput: [String] = []
    var onCancel: [String] = []
    /// Between events; runs have a default.
    var pace: Duration?
    var transcript = 0
    var snapshot: String?
    /// How many events a client may lag behind.
    var backlog: Int?
    /// Of a hundred attaches, so many meet what the real Backend only sometimes does.
    var quirks = 1
    var seed: UInt64 = 0
    /// Completions of the embedded Runtime freeze everything.
    var freezes = false
    /// Remote Runtimes cannot be reached.
    var isDown = false
    var generate: UInt64?
    /// On the protocol API each connection has a generated run of its own.
    var isPerConnection = false
    var size = 32
    var script: String?
    var playback: String?
    var state: String?
    var log: String?
    var untilInputEnds = false
    var print: String?
    /// What is printed is each event's snapshot, too.
    var printsSnapshots = false
    var wantsHelp = false
}

extension Options {
    init(_ arguments: [String]) throws {
        self.init()
        var rest = arguments[...]
        var (workspace, runtime) = (WorkerName.defaultWorkspace, "runtime-a")
        var count = 1
        while let option = rest.popFirst() {
            func value() throws -> String {
                guard let value = rest.popFirst() else { throw Failure("\(option) wants a value") }
                return value
            }
            func read<Value>(_ parse: (String) -> Value?) throws -> Value {
                let text = try value()
                guard let value = parse(text) else { throw Failure("\(option) cannot be \"\(text)\"") }
                return value
            }
            switch option {
            case "--api": api = try read { API(rawValue: $0) }
            case "--port": port = try read { UInt16($0) }
            case "--prefix": prefix = try value()
            case "--workspace-id":
                workspace = try value()
                workspaces.append(workspace)
            case "--runtime-id": runtime = try value()
            case "--worker-id":
                workers.append(WorkerName(workspace: workspace, runtime: runtime, worker: try value()))
            case "--workers": count = try read { Int($0) }
            case "--play": play.append(try value())
            case "--on-observe": onObserve.append(try value())
            case "--on-input": onInput.append(try value())
            case "--on-cancel": onCancel.append(try value())
            case "--pace": pace = try read { Duration(text: $0) }
            case "--transcript": transcript = try read { Int($0) }
            case "--snapshot": snapshot = try Fixture.lines("recordings/worker", value()).first
            case "--backlog": backlog = try read { Int($0) }
            case "--quirks": quirks = try read { Int($0) }
            case "--seed": seed = try read { UInt64($0) }
            case "--freeze": freezes = true
            case "--runtime-down": isDown = true
            case "--generate": generate = try read { UInt64($0).flatMap { $0 < 1 << 50 ? $0 : nil } }
            case "--per-connection": isPerConnection = true
            case "--size": size = try read { Int($0) }
            case "--script": script = try value()
            case "--playback": playback = try value()
            case "--state": state = try value()
            case "--log": log = try value()
            case "--print": print = try value()
            case "--snapshots": printsSnapshots = true
            case "--until-input-ends": untilInputEnds = true
            case "-h", "--help": wantsHelp = true
            default: throw Failure("unknown option \(option)")
            }
        }
        guard workers.isEmpty else { return }
        workers = (0..<count).map {
            WorkerName(workspace: workspace, runtime: runtime, worker: "worker-" + String(padded: $0 + 1, 8))
        }
    }
}
