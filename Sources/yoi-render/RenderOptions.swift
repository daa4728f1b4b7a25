internal import Shared

/// What the command line asks of the renderer.
struct RenderOptions: Sendable {
    var files: [String] = []
    var style = Style.full
    var thinking = Thinking.hide
    var tools = Tools.short
    var subWorkers = SubWorkers.name
    /// The only Workers to show, by name or id; empty for all.
    var workers: [String] = []
    /// Whether to say whose words follow even of a single Worker.
    var showsName = false
    var resultLines = LineLimit(20)
    var showsUser = true
    var showsUsage = true
    var color = ColorWish.auto
    /// Cells of a line; `nil` asks the terminal.
    var width: Int?
    var showsTimestamps = false
    var isASCII = false
    var badLines = BadLines.show
    var reportsRunResult = false
    var level = Messages.Level.normal

    /// Cells of a line, on a terminal of so many; a document is not cut, and 0 means that neither is anything else.
    func lineWidth(terminal: Int?) -> Int { style == .markdown ? 0 : width ?? terminal ?? Self.defaultWidth }

    /// For a file or another program: readable, and as long as most lines of a compiler.
    private static let defaultWidth = 120

    enum Style: String, ArgumentChoice {
        case full
        case compact
        case text
        case markdown
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
