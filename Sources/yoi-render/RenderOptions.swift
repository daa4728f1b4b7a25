internal import Shared

/// The options of `yoi-render`.
struct RenderOptions: Sendable {
    var files: [String] = []
    var style = StyleName.full
    var thinking = Thinking.hide
    var tools = Tools.short
    var subWorkers = SubWorkers.name
    /// The only Workers to show, by name or id; empty for all.
    var workers: [String] = []
    /// Whether to name even a single Worker.
    var showsName = false
    var resultLines = LineLimit(20)
    var showsUser = true
    var showsUsage = true
    var color = ColorChoice.auto
    /// Cells of a line; `nil` for the terminal's width.
    var width: Int?
    var showsTimestamps = false
    var isUTC = false
    var history = HistoryLimit(20)
    /// Whether lines have a prefix before their events.
    var hasPrefixes = false
    var isASCII = false
    var badLines = BadLines.show
    var reportsRunResult = false
    var level = Messages.Level.normal

    /// Cells of a line, given the terminal's width; 0 for no limit, as in files, documents and bare text.
    func lineWidth(terminal: Int?) -> Int {
        [.full, .compact].contains(style) ? width ?? terminal ?? 0 : 0
    }

    /// The clock of the times shown.
    var clock: Page.Clock { !showsTimestamps ? .none : isUTC ? .utc : .local }
    /// Whether lines have a column for them.
    var hasTimeColumn: Bool { showsTimestamps && [.full, .compact].contains(style) }

    enum StyleName: String, ArgumentChoice {
        case full
        case compact
        case text
        case markdown
        case answer
    }

    enum Thinking: String, ArgumentChoice {
        case hide
        case show
    }

    enum Tools: String, ArgumentChoice {
        case none
        case name
        case short
        case full
    }

    enum SubWorkers: String, ArgumentChoice {
        case show
        case name
        case hide
    }

    enum BadLines: String, ArgumentChoice {
        case show
        case skip
        case fail
    }
}

/// How many lines of an output are shown: a number or `all`.
struct LineLimit: ArgumentValue, Hashable {
    /// `nil` for all.
    var count: Int?

    init(_ count: Int?) { self.count = count }

    init(argument: String) throws(ArgumentError) {
        count = nil
        if argument == "all" { return }
        guard let number = try? Int(argument: argument) else {
            throw ArgumentError("'\(argument)' is neither a count nor 'all'", advice: "write for example 20")
        }
        count = number
    }

    var argument: String? { count.map(String.init) ?? "all" }
}

/// How many items of a history are shown: a number, `all` or `none`.
struct HistoryLimit: ArgumentValue, Hashable {
    /// `Int.max` for all.
    var count: Int

    init(_ count: Int) { self.count = count }

    init(argument: String) throws(ArgumentError) {
        switch argument {
        case "all": count = .max
        case "none": count = 0
        default:
            guard let number = try? Int(argument: argument) else {
                throw ArgumentError(
                    "'\(argument)' is neither a count nor 'all' or 'none'", advice: "write for example 20")
            }
            count = number
        }
    }

    var argument: String? { count == .max ? "all" : count == 0 ? "none" : String(count) }
}
