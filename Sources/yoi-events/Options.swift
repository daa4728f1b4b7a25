internal import Shared

/// What the command line of `yoi-events` can ask for.
struct Options: Sendable {
    var connection = ConnectionOptions()
    var listsWorkers = false
    var printsTranscript = true
    var follows = true
    var after: Cursor?
    var cursorFile: String?
    var printsEnvelopes = false
    var until: [String] = []
    var count: Int?
    var stopsWhenIdle = false
    var timeout: Duration?
    var idleTimeout: Duration?
    var reportsRunResult = false
    var retries = Retries.upTo(3)
    var retryDelay = Duration.milliseconds(500)
    var pingInterval = Duration.seconds(20)
    var longestMessage = ByteSize.mebibytes(64)
}

/// How often to connect again in one outage.
enum Retries: Hashable, Sendable {
    case upTo(Int)
    case forever
}

extension Retries: ArgumentValue {
    init(argument: String) throws(ArgumentError) {
        self = argument == "forever" ? .forever : .upTo(try Int(argument: argument))
    }

    var argument: String? {
        switch self {
        case .upTo(let count): "\(count)"
        case .forever: "forever"
        }
    }
}
