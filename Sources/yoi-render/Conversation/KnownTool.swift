/// Everything that is known about a tool.
struct KnownTool: Sendable {
    /// The arguments that may say what a call does, in order of preference.
    var main: [String]
    /// The argument that holds what the call writes.
    var body: String?
    /// The arguments that are paths, which are shown relative to the Worker's directory.
    var paths: Set<String> = ["file_path", "path", "notebook_path"]
    /// Whether a success needs no more than its summary.
    var isSummarized = false
    /// Whether its summary is `$ command` and how the command ended.
    var repeatsCommand = false
}

extension KnownTool {
    static func named(_ name: String) -> KnownTool { tools[name] ?? other }

    private static let tools: [String: KnownTool] = [
        "Bash": KnownTool(main: ["command"], repeatsCommand: true),
        "Read": KnownTool(main: ["file_path"], isSummarized: true),
        "Write": KnownTool(main: ["file_path"], body: "content", isSummarized: true),
        "Edit": KnownTool(main: ["file_path"], isSummarized: true),
        "MultiEdit": KnownTool(main: ["file_path"], isSummarized: true),
        "Glob": KnownTool(main: ["pattern"], isSummarized: true),
        "Grep": KnownTool(main: ["pattern"], isSummarized: true),
    ]

    /// Any other tool, by the names of its arguments. A description never replaces what it describes.
    private static let other = KnownTool(
        main: [
            "command", "pattern", "query", "url", "file_path", "path", "notebook_path", "prompt", "subject", "message",
            "name", "id",
        ])
}
